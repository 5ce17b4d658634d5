import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { present } from "../src/base/assert.ts";
import { BrokenPage } from "./shell/broken-page.tsx";
import { openEngineLink, windowNews } from "./rpc/engine-link.ts";
import { BrowserPage } from "./shell/browser-page.tsx";
import { WindowPage } from "./shell/window-page.tsx";
import "./styles/tokens.css";
import "./styles/base.css";

const place = present(document.querySelector("#root"), "the root of the page");
const root = createRoot(place, {
  // A fault of ours takes the page down, not the sale: it is said, and the bill comes back with a reload.
  onUncaughtError: () => {
    const fallback = document.createElement("div");
    place.replaceWith(fallback);
    createRoot(fallback).render(<BrokenPage />);
  },
});
root.render(
  <StrictMode>
    {location.protocol === "app:" ? <WindowPage link={openEngineLink(windowNews)} /> : <BrowserPage />}
  </StrictMode>,
);
