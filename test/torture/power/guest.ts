import { execFileSync } from "node:child_process";
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";

/** A Linux to cut the power of. */
export interface Guest {
  readonly kernel: string;
  readonly initrd: string;
}

interface Kernel {
  readonly image: string;
  readonly version: string;
  /** Where `lib/modules` lies. */
  readonly root: string;
}

/** What the guest needs beyond what is built into Debian's kernel: the bus and the host's files, and a disk. */
const bus = ["virtio_pci", "9pnet_virtio", "9p"] as const;
const disk = ["virtio_blk", "crc32c_generic", "ext4"] as const;

/** Programs and the Debian packages that bring them. */
const programs = {
  "qemu-system-x86_64": "qemu-system-x86",
  busybox: "busybox-static",
  cpio: "cpio",
  depmod: "kmod",
  "mkfs.ext4": "e2fsprogs",
  e2fsck: "e2fsprogs",
  debugfs: "e2fsprogs",
} as const;

/** The path of a program; those of the system's own folders are found for everyone. */
export function programPath(name: keyof typeof programs): string | null {
  const folders = [...(process.env["PATH"] ?? "").split(delimiter), "/usr/sbin", "/sbin"];
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path)) ?? null;
}

/** What this machine lacks for a guest, in the words of a package manager; empty when all is there. */
export function missingFor(kernelRoot: string): string[] {
  const names = Object.keys(programs) as (keyof typeof programs)[];
  const packages = names.filter((name) => programPath(name) === null).map((name) => programs[name]);
  const lacking = [...new Set(packages)].map((name) => `Debian package ${name}`);
  if (kernelIn(kernelRoot) !== null) return lacking;
  return [
    ...lacking,
    `a kernel with its modules under ${kernelRoot}: Debian package linux-image-amd64; or, without installing it, ` +
      "`apt-get download` the linux-image package that it depends on, `dpkg -x` it into a folder, and say --kernel <folder>",
  ];
}

export interface GuestPlan {
  readonly kernelRoot: string;
  /** Where the disk is mounted; null for a guest without one. */
  readonly mountAt: string | null;
  /** Modules of the kernel beside those of bus and disk. */
  readonly drivers: readonly string[];
  readonly command: readonly string[];
}

/** Puts a guest together that mounts the host's files to read and the disk to write, and runs one command. */
export function buildGuest(folder: string, how: GuestPlan): Guest {
  const kernel = kernelIn(how.kernelRoot);
  const busybox = programPath("busybox");
  const cpio = programPath("cpio");
  if (kernel === null || busybox === null || cpio === null) throw new Error("the guest lacks its parts");
  const tree = join(folder, "initrd");
  for (const name of ["bin", "dev", "host", "modules", "proc"])
    mkdirSync(join(tree, name), { recursive: true });
  copyFileSync(busybox, join(tree, "bin/busybox"));
  chmodSync(join(tree, "bin/busybox"), 0o755);
  const modules = modulesOf(kernel, [...bus, ...(how.mountAt === null ? [] : disk), ...how.drivers]);
  for (const [at, path] of modules.entries()) copyFileSync(path, join(tree, "modules", `${at}.ko`));
  writeFileSync(join(tree, "init"), initScript(modules.length, how), { mode: 0o755 });
  const initrd = join(folder, "initrd.cpio");
  const names = `${readdirSync(tree, { recursive: true }).join("\n")}\n`;
  writeFileSync(
    initrd,
    execFileSync(cpio, ["--create", "--format=newc", "--quiet"], {
      cwd: tree,
      input: names,
      maxBuffer: 256 * 1024 * 1024,
    }),
  );
  return { kernel: kernel.image, initrd };
}

function kernelIn(root: string): Kernel | null {
  const boot = join(root, "boot");
  const images = existsSync(boot) ? readdirSync(boot).filter((name) => name.startsWith("vmlinuz-")) : [];
  const versions = images.map((name) => name.slice("vmlinuz-".length));
  const version = versions.findLast((one) => existsSync(join(root, "lib/modules", one)));
  return version === undefined ? null : { image: join(boot, `vmlinuz-${version}`), version, root };
}

/** Files of the drivers with all that they stand on, in the order of loading. */
function modulesOf({ root, version }: Kernel, drivers: readonly string[]): string[] {
  const depmod = programPath("depmod") ?? "depmod";
  const text = execFileSync(depmod, ["-n", "-b", root, version], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const needs = new Map<string, readonly string[]>();
  for (const line of text.split("\n")) {
    const found = /^(\S+\.ko\S*):(.*)$/.exec(line);
    if (found !== null) needs.set(found[1] ?? "", (found[2] ?? "").trim().split(/\s+/).filter(Boolean));
  }
  const ordered = new Set<string>();
  const add = (path: string): void => {
    for (const need of needs.get(path) ?? []) add(need);
    ordered.add(path);
  };
  for (const name of drivers) {
    const path = [...needs.keys()].find((one) => one.endsWith(`/${name}.ko`));
    if (path === undefined) throw new Error(`kernel ${version} has no module ${name}`);
    add(path);
  }
  return [...ordered].map((path) => join(root, "lib/modules", version, path));
}

function initScript(modules: number, { mountAt, command }: GuestPlan): string {
  const quoted = command.map((word) => `'${word.replaceAll("'", String.raw`'\''`)}'`).join(" ");
  return `#!/bin/busybox sh
busybox() { /bin/busybox "$@" || echo "guest: $* failed"; }
busybox mount -t devtmpfs none /dev
for number in $(/bin/busybox seq 0 ${modules - 1}); do busybox insmod /modules/$number.ko; done
busybox mount -t 9p -o trans=virtio,version=9p2000.L,cache=loose,msize=262144,ro host /host
busybox mount -t proc none /host/proc
busybox mount -t sysfs none /host/sys
busybox mount -t devtmpfs none /host/dev
${mountAt === null ? "" : `busybox mount -t ext4 /dev/vda '/host${mountAt}'`}
/bin/busybox chroot /host ${quoted}
echo "guest: ended with $?"
/bin/busybox poweroff -f
`;
}

/** How QEMU runs a guest: emulated, its console on stdout, the host's files to read. */
export function machineOptions({ kernel, initrd }: Guest): string[] {
  const console = ["-nodefaults", "-no-user-config", "-display", "none", "-serial", "stdio", "-no-reboot"];
  const machine = ["-accel", "tcg", "-cpu", "max", "-m", "1024"];
  const linux = ["-kernel", kernel, "-initrd", initrd, "-append", "console=ttyS0 quiet loglevel=0 panic=-1"];
  const host = "local,path=/,mount_tag=host,security_model=none,readonly=on,multidevs=remap";
  return [...console, ...machine, ...linux, "-virtfs", host];
}
