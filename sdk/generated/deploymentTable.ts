// Written by `npm run generate`. Do not edit.

import type { Deployment } from "../types.ts"

/** Where the escrow is, by chain id: from deployments/, which holds only what happened. */
export const deployments: { readonly [chainId: number]: Deployment } = {}
