import { missingParts } from "../complete-lock.ts";
import type { FileRule, Rule, TreeRule } from "./rule.ts";
import { faultsOfPattern } from "./rule.ts";
import type { Source } from "./source.ts";

/** The command that README.md gives for the tests, and the only one that .ci/run calls. */
const testCommand = "npm ci && npm test";

/** A lock file with addresses installs from one mirror only. */
const lockAddress: FileRule = {
  name: "lock-address",
  *check(source) {
    if (!/(?:^|\/)(?:package-lock|npm-shrinkwrap)\.json$/.test(source.path)) return;
    yield* faultsOfPattern(source, /"resolved"\s*:|https?:\/\/[^"\s]+\.tgz/g, () => {
      return "no download address in the lock file: everyone's own registry serves it";
    });
  },
};

/** `npm ci` refuses a lock file without an entry for every part that a listed package pins. */
const lockParts: FileRule = {
  name: "lock-parts",
  *check(source) {
    if (source.path !== "package-lock.json") return;
    for (const { name, version } of missingParts(source.text)) {
      const offset = Math.max(0, source.text.indexOf(`"${name}"`));
      yield { offset, reason: `${name}@${version} has no entry, npm ci would refuse the file: npm run lock` };
    }
  },
};

const registryHosts = [
  String.raw`registry\.(?:npmjs|npmmirror|yarnpkg|npm\.taobao)\.\w+`,
  String.raw`(?:npmmirror|npm\.pkg\.github)\.com`,
  String.raw`(?:^|\n)\s*(?:@[\w-]+:)?registry\s*=`,
].join("|");

const registryHost: FileRule = {
  name: "registry-host",
  check: (source) =>
    faultsOfPattern(source, new RegExp(registryHosts, "g"), () => "the registry is the user's choice"),
};

const exactVersions: FileRule = {
  name: "exact-version",
  *check(source) {
    if (source.path !== "package.json") return;
    for (const block of source.text.matchAll(/"(?:\w*[dD]ependencies|overrides)"\s*:\s*\{([^}]*)\}/g)) {
      const start = block.index + block[0].indexOf("{") + 1;
      for (const entry of (block[1] ?? "").matchAll(/"([^"]+)"\s*:\s*"([^"]*)"/g)) {
        const [, name = "", version = ""] = entry;
        if (/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version)) continue;
        yield { offset: start + entry.index, reason: `${name} is pinned to one version, not "${version}"` };
      }
    }
  },
};

/** What the build machine runs is what a reader is told to run. */
const sameCommand: TreeRule = {
  name: "test-command",
  *checkTree(sources) {
    for (const path of [".ci/run", "README.md"]) {
      const source = sources.find((candidate) => candidate.path === path);
      if (source !== undefined && !hasCommand(source)) {
        yield { path, offset: 0, reason: `README.md and .ci/run give the same command: ${testCommand}` };
      }
    }
  },
};

function hasCommand({ path, text }: Source): boolean {
  if (path === "README.md") return new RegExp(`(?<![^\\s\`$])${testCommand}(?![^\\s\`])`).test(text);
  const lines = text.split("\n").map((line) => line.trim());
  return lines.findLast((line) => line !== "") === testCommand;
}

export const packagingRules: readonly Rule[] = [
  lockAddress,
  lockParts,
  registryHost,
  exactVersions,
  sameCommand,
];
