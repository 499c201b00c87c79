// What the desk's notification service shows and has shown.

import { until } from "./wait.mjs";

/** Waits until something is shown. */
export function shown(desk) {
  return until("a notification", async () => (await count(desk)) > 0);
}

/** Waits until nothing is shown any more. */
export function nothingShown(desk) {
  return until("the notifications to go", async () => (await count(desk)) === 0);
}

async function count(desk) {
  return Number(await desk.run("dunstctl", "count", "displayed"));
}

/** What was shown and is closed, in the order in which it came. */
export async function closed(desk) {
  const { data } = JSON.parse(await desk.run("dunstctl", "history"));
  return data[0]
    .map((one) => ({ id: one.id.data, title: one.summary.data, body: one.body.data, app: one.appname.data }))
    .sort((one, other) => one.id - other.id);
}

/**
 * Listens to what is told. Each call waits for a notification that says `words`,
 * closes all there are, and answers what was said since the call before.
 */
export function listen(desk) {
  let heard = 0;
  return async (words) => {
    const news = await until(`a notification that says "${words}"`, async () => {
      await desk.run("dunstctl", "close-all");
      const all = (await closed(desk)).filter((one) => one.id > heard);
      return all.some((one) => one.body === words) && all;
    });
    heard = news.at(-1).id;
    return news.map((one) => one.body);
  };
}
