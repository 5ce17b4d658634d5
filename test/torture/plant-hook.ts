// Loaded before a process under torture (`node --import`): puts one planted mistake into the sources as they are read.

import { registerHooks } from "node:module";

import type { PlantName } from "./plants.ts";
import { plants, plantVariable } from "./plants.ts";

const name = process.env[plantVariable] ?? "";
const plant = Object.hasOwn(plants, name) ? plants[name as PlantName] : undefined;
if (plant === undefined) throw new Error(`no such plant: ${name}`);
const isRestart = process.argv[1]?.endsWith("lane.ts") === true;

registerHooks({
  load: (url, context, nextLoad) => {
    const loaded = nextLoad(url, context);
    if (!url.endsWith(plant.file) || (plant.of === "restart") !== isRestart) return loaded;
    const text = typeof loaded.source === "string" ? loaded.source : new TextDecoder().decode(loaded.source);
    const parts = text.split(plant.find);
    if (parts.length !== 2) throw new Error(`${plant.file} has the place ${parts.length - 1} times`);
    return { ...loaded, source: parts.join(plant.replace) };
  },
});
