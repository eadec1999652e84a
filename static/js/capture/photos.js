// Makes photos small on the tablet. Drawn anew from their pixels, they hold no place, no camera and no hidden preview.
import { hex } from "./people.js";

const LONGEST = 1600;
const QUALITY = 0.8;
const PREVIEW = 160;

// {bytes, fingerprint, preview} of a picture; throws when this browser cannot read it.
export async function madeSmall(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const large = drawn(picture, LONGEST);
  picture.close(); // 48 MB of a usual photo, which are not needed while the small one is written
  const small = drawn(large, PREVIEW);
  const bytes = await (await written(large, QUALITY)).arrayBuffer();
  const preview = await asAddress(await written(small, 0.6));
  return { bytes, preview, fingerprint: await fingerprintOf(bytes) };
}

export async function fingerprintOf(bytes) {
  const whole = typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes;
  return hex(await crypto.subtle.digest("SHA-256", whole));
}

function drawn(picture, longest) {
  const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#fff"; // what a picture lets through would turn black
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}

function written(canvas, quality) {
  return new Promise((done, fail) => {
    const end = (blob) => {
      canvas.width = 0; // its pixels go at once, and not when the browser tidies up
      return blob ? done(blob) : fail(new Error("no picture"));
    };
    canvas.toBlob(end, "image/jpeg", quality);
  });
}

export function asAddress(blob) {
  return new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = () => fail(reader.error);
    reader.readAsDataURL(blob);
  });
}
