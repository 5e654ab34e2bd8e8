// Works out the results of every response with fhirpath.js, as a form would:
// node results.mjs FORM RESPONSES
import { readFileSync } from "node:fs";
import fhirpath from "fhirpath";
import model from "fhirpath/fhir-context/r4/index.js";

const [form, responses] = process.argv.slice(2).map((name) => JSON.parse(readFileSync(name)));
const items = (one) => (one.item ?? []).flatMap((item) => [item, ...items(item)]);
const expressions = (one, ending) =>
  (one.extension ?? []).filter((each) => each.url.endsWith(ending)).map((each) => each.valueExpression);
const compiled = (each) => ({ ...each, run: fhirpath.compile(each.expression, model) });
const variables = expressions(form, "variable").map(compiled);
const results = items(form).flatMap((item) =>
  expressions(item, "calculatedExpression").map((each) => ({ ...compiled(each), name: item.linkId })));

const started = process.cpuUsage();
const found = responses.map((response) => {
  const known = { resource: response };
  for (const { name, run } of variables) known[name] = run(response, known);
  return Object.fromEntries(results.map(({ name, run }) => [name, run(response, known)[0] ?? null]));
});
const used = process.cpuUsage(started);
const milliseconds = (used.user + used.system) / 1000 / responses.length;
console.log(JSON.stringify({ found, milliseconds }));
