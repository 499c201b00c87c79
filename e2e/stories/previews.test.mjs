// The small pictures that travel with messages: drawn where they can be, and
// never more than drawn.

import assert from "node:assert/strict";

import { MAYA, SHOP, link, openShop } from "../lib/shop.mjs";
import { story } from "../lib/story.mjs";

/** Waits until the preview with this name is drawn; answers its size and how many colours it shows. */
function drawn(page, name) {
  return page.until(
    `the preview "${name}" to be drawn`,
    `const canvas = [...document.querySelectorAll("[role=list][aria-label=Messages] canvas")].find((one) => nameOf(one) === args[0]);
     const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
     const colours = new Set(new Uint32Array(pixels.buffer));
     return colours.size > 1 && { width: canvas.width, height: canvas.height, colours: colours.size };`,
    name,
  );
}

story("photos and films show the small picture that came with them", async (t) => {
  const { network, page } = await openShop(t);
  await link(page, network, 1, SHOP);
  await network.do("contact_send", { contact: MAYA, to: SHOP, image: { caption: "From the window", scene: true } });
  await page.press("control", "0");
  await page.click("option", "Maya Fairweather");
  const photo = await drawn(page, "Photo");
  assert.deepEqual([photo.width, photo.height], [72, 48], "in the size in which it came");
  assert.ok(photo.colours > 50, `sky, hills and what is between: ${photo.colours} colours`);

  await network.do("contact_send", { contact: MAYA, to: SHOP, video: { caption: "And how it sounds" } });
  const film = await drawn(page, "Video");
  assert.deepEqual([film.width, film.height], [64, 36], "its size is no whole number of squares");
  const loaded = await page.run("return document.querySelectorAll('[role=list][aria-label=Messages] img').length;");
  assert.equal(loaded, 0, "drawn, never loaded");
  assert.deepEqual(await network.unhandled(), [], "the network understood everything");
});
