import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { present } from "../../src/base/assert.ts";
import "../styles/tokens.css";
import "../styles/base.css";
import { SelfPage } from "./self-page.tsx";

const root = createRoot(present(document.querySelector("#root"), "the root of the page"), {
  // What went wrong may have somebody's records on it: the page begins anew, empty.
  onUncaughtError: () => location.reload(),
});
root.render(
  <StrictMode>
    <SelfPage />
  </StrictMode>,
);
