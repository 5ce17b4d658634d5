#!/usr/bin/env node
import { enableCompileCache } from "node:module";

/*
 * Types are stripped once per version of a file, not once per start: half the start-up time, a third of the memory. This file
 * has no types itself, so that a start with everything in the cache loads no compiler at all.
 */
enableCompileCache();
await import("./onestop.ts");
