import type { Database } from "@gpuflow/keeper/sending"
import type { Hash } from "viem"

import { MOST_KEYS } from "../keys/authorizedKeys.ts"

/** The SSH keys that a machine was given, by rental. */
export function keyTable({ rows, run }: Database) {
  return {
    /**
     * Stored before the hook runs, so that the hooks of the end know of it. The latest comes last. A renter who brings too
     * many loses its oldest, and cannot make the hooks fail.
     */
    addKey(rental: Hash, publicKey: string, at: number) {
      run("INSERT OR REPLACE INTO keys (rental, public_key, admitted_at) VALUES (?, ?, ?)", rental, publicKey, at)
      const kept = "SELECT rowid FROM keys WHERE rental = ? ORDER BY rowid DESC LIMIT ?"
      run(`DELETE FROM keys WHERE rental = ? AND rowid NOT IN (${kept})`, rental, rental, MOST_KEYS)
    },
    keysOf: (rental: Hash): string[] =>
      rows("SELECT public_key FROM keys WHERE rental = ? ORDER BY rowid", rental).map(({ public_key }) =>
        String(public_key),
      ),
    deleteKeys: (rental: Hash) => run("DELETE FROM keys WHERE rental = ?", rental),
  }
}
