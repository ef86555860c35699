// A drawn signature beside the typed name. Without this script the typed name alone signs.
import SignaturePad from "../vendor/signature_pad.js";

const area = document.querySelector("[data-drawing]");
const field = document.querySelector('input[name="drawing"]');

if (area && field) {
  const canvas = area.querySelector("[data-drawing-pad]");
  const pad = new SignaturePad(canvas, { penColor: "#212b32", backgroundColor: "rgb(255,255,255)" });

  // The canvas is drawn on in its own pixels, so a drawing is lost when its size changes.
  const fit = () => {
    const width = Math.round(canvas.getBoundingClientRect().width);
    if (!width || canvas.width === width) return;
    canvas.width = width;
    canvas.height = Math.round(width * 0.32);
    pad.clear();
    field.value = "";
  };

  area.hidden = false;
  area.querySelector("details").addEventListener("toggle", fit);
  window.addEventListener("resize", fit);
  pad.addEventListener("endStroke", () => {
    field.value = pad.toDataURL("image/png");
  });
  area.querySelector("[data-drawing-clear]").addEventListener("click", () => {
    pad.clear();
    field.value = "";
  });
}
