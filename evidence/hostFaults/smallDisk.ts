// A disk of a few megabytes that can be filled: a tmpfs of Linux, for which this program must run as root.
import { spawnSync } from "node:child_process"
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs"
import { join } from "node:path"

const MEGABYTES = 16

type SmallDisk = { fill(): void; free(): void; close(): void }

/** Mounts the disk at a folder. Undefined: this computer does not allow it. */
export function openSmallDisk(folder: string): SmallDisk | undefined {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", `size=${MEGABYTES}m,mode=700`, "none", folder])
  if (mounted.status !== 0) return undefined
  const filler = join(folder, "filler")
  return {
    fill() {
      const file = openSync(filler, "a")
      for (const size of [65_536, 512, 1]) {
        try {
          while (writeSync(file, Buffer.alloc(size)) > 0);
        } catch {
          // Nothing of this size fits any more.
        }
      }
      closeSync(file)
    },
    free: () => rmSync(filler, { force: true }),
    close: () => void spawnSync("umount", ["-l", folder]),
  }
}
