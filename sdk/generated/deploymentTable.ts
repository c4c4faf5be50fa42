// Written by scripts/generate.ts from the production build. Do not edit: run `npm run generate`.

import type { Deployment } from "../types.ts"

/** Where the escrow is, by chain id: from deployments/, which holds only what happened. */
export const deployments: { readonly [chainId: number]: Deployment } = {}
