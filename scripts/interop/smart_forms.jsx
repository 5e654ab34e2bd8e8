// Smart Forms on a page: showForm(FORM, RESPONSE), then response().
import { BaseRenderer, RendererThemeProvider, buildForm, getResponse, useRendererQueryClient }
  from "@aehrc/smart-forms-renderer";
import { QueryClientProvider } from "@tanstack/react-query";
import React from "react";
import { createRoot } from "react-dom/client";

const Page = () => (
  <RendererThemeProvider>
    <QueryClientProvider client={useRendererQueryClient()}><BaseRenderer /></QueryClientProvider>
  </RendererThemeProvider>
);
let root;
window.response = getResponse;
window.showForm = async (questionnaire, questionnaireResponse) => {
  root?.unmount();
  await buildForm({ questionnaire, questionnaireResponse });
  root = createRoot(document.getElementById("form"));
  root.render(<Page />);
};
