// Starts the NHS.UK components, again after htmx has brought a piece of page anew.
import { createAll, initAll, Button, NotificationBanner } from "../nhsuk/nhsuk.js";

initAll();
document.body.addEventListener("htmx:load", (event) => {
  if (event.detail.elt === document.body) return;
  createAll(Button, {}, { scope: event.detail.elt });
  createAll(NotificationBanner, {}, { scope: event.detail.elt });
});

// A page that shows progress asks itself for that piece anew. Once the work is done the page has
// something else to show in its place, so it is loaded afresh.
document.body.addEventListener("htmx:beforeSwap", (event) => {
  const { target, serverResponse } = event.detail;
  if (!target.classList.contains("app-progress")) return;
  if (serverResponse.includes(`id="${target.id}"`)) return;
  event.detail.shouldSwap = false;
  window.location.reload();
});

// The components write aria-expanded on radios, which the role does not allow (ARIA 1.2).
// What a radio reveals follows it directly, so nothing is lost with the attribute.
const expandedRadios = 'input[type="radio"][aria-expanded]';
const withoutExpanded = (root) =>
  root.querySelectorAll(expandedRadios).forEach((radio) => radio.removeAttribute("aria-expanded"));
withoutExpanded(document);
new MutationObserver(() => withoutExpanded(document)).observe(document.body, {
  attributeFilter: ["aria-expanded"],
  subtree: true,
});

// A comma that only screen readers meet stands inside the upload's button; with it the button's
// name is no longer what is seen on it (WCAG 2.5.3), and speech recognition would miss it.
document.querySelectorAll('.nhsuk-file-upload__drop-button [id$="-comma"]').forEach((comma) => {
  comma.textContent = "";
  comma.before(" ");
});
