// Written by scripts/generate.ts from the production build. Do not edit: run `npm run generate`.

/** `accrued` of the ABI. */
export const accruedFunction = {
  "inputs": [
    {
      "components": [
        {
          "components": [
            {
              "name": "host",
              "type": "address"
            },
            {
              "name": "payee",
              "type": "address"
            },
            {
              "name": "operator",
              "type": "address"
            },
            {
              "name": "renter",
              "type": "address"
            },
            {
              "name": "token",
              "type": "address"
            },
            {
              "name": "arbiter",
              "type": "address"
            },
            {
              "name": "pricePerHour",
              "type": "uint96"
            },
            {
              "name": "bond",
              "type": "uint96"
            },
            {
              "name": "minDuration",
              "type": "uint32"
            },
            {
              "name": "maxDuration",
              "type": "uint32"
            },
            {
              "name": "startWindow",
              "type": "uint32"
            },
            {
              "name": "challengeWindow",
              "type": "uint32"
            },
            {
              "name": "nonce",
              "type": "uint32"
            },
            {
              "name": "epoch",
              "type": "uint32"
            },
            {
              "name": "expiry",
              "type": "uint40"
            },
            {
              "name": "maxFeeBps",
              "type": "uint16"
            },
            {
              "name": "rolling",
              "type": "bool"
            },
            {
              "name": "machine",
              "type": "bytes32"
            },
            {
              "name": "spec",
              "type": "bytes32"
            }
          ],
          "name": "offer",
          "type": "tuple"
        },
        {
          "name": "renter",
          "type": "address"
        },
        {
          "name": "salt",
          "type": "bytes32"
        }
      ],
      "name": "rental",
      "type": "tuple"
    }
  ],
  "name": "accrued",
  "outputs": [
    {
      "name": "",
      "type": "uint256"
    }
  ],
  "stateMutability": "view",
  "type": "function"
} as const

/** `bonds` of the ABI. */
export const bondsFunction = {
  "inputs": [
    {
      "name": "token",
      "type": "address"
    },
    {
      "name": "host",
      "type": "address"
    }
  ],
  "name": "bonds",
  "outputs": [
    {
      "name": "",
      "type": "uint256"
    }
  ],
  "stateMutability": "view",
  "type": "function"
} as const

/** `closeMarket` of the ABI. */
export const closeMarketFunction = {
  "inputs": [
    {
      "name": "token",
      "type": "address"
    }
  ],
  "name": "closeMarket",
  "outputs": [],
  "stateMutability": "nonpayable",
  "type": "function"
} as const

/** `collectFees` of the ABI. */
export const collectFeesFunction = {
  "inputs": [
    {
      "name": "token",
      "type": "address"
    }
  ],
  "name": "collectFees",
  "outputs": [],
  "stateMutability": "nonpayable",
  "type": "function"
} as const

/** `credits` of the ABI. */
export const creditsFunction = {
  "inputs": [
    {
      "name": "token",
      "type": "address"
    },
    {
      "name": "account",
      "type": "address"
    }
  ],
  "name": "credits",
  "outputs": [
    {
      "name": "",
      "type": "uint256"
    }
  ],
  "stateMutability": "view",
  "type": "function"
} as const

/** `deposit` of the ABI. */
export const depositFunction = {
  "inputs": [
    {
      "components": [
        {
          "components": [
            {
              "name": "host",
              "type": "address"
            },
            {
              "name": "payee",
              "type": "address"
            },
            {
              "name": "operator",
              "type": "address"
            },
            {
              "name": "renter",
              "type": "address"
            },
            {
              "name": "token",
              "type": "address"
            },
            {
              "name": "arbiter",
              "type": "address"
            },
            {
              "name": "pricePerHour",
              "type": "uint96"
            },
            {
              "name": "bond",
              "type": "uint96"
            },
            {
              "name": "minDuration",
              "type": "uint32"
            },
            {
              "name": "maxDuration",
              "type": "uint32"
            },
            {
              "name": "startWindow",
              "type": "uint32"
            },
            {
              "name": "challengeWindow",
              "type": "uint32"
            },
            {
              "name": "nonce",
              "type": "uint32"
            },
            {
              "name": "epoch",
              "type": "uint32"
            },
            {
              "name": "expiry",
              "type": "uint40"
            },
            {
              "name": "maxFeeBps",
              "type": "uint16"
            },
            {
              "name": "rolling",
              "type": "bool"
            },
            {
              "name": "machine",
              "type": "bytes32"
            },
            {
              "name": "spec",
              "type": "bytes32"
            }
          ],
          "name": "offer",
          "type": "tuple"
        },
        {
          "name": "renter",
          "type": "address"
        },
        {
          "name": "salt",
          "type": "bytes32"
        }
      ],
      "name": "rental",
      "type": "tuple"
    },
    {
      "name": "duration",
      "type": "uint32"
    },
    {
      "name": "hostSignature",
      "type": "bytes"
    },
    {
      "name": "permit",
      "type": "bytes"
    }
  ],
  "name": "deposit",
  "outputs": [
    {
      "name": "id",
      "type": "bytes32"
    }
  ],
  "stateMutability": "payable",
  "type": "function"
} as const

/** `dispute` of the ABI. */
export const disputeFunction = {
  "inputs": [
    {
      "components": [
        {
          "components": [
            {
              "name": "host",
              "type": "address"
            },
            {
              "name": "payee",
              "type": "address"
            },
            {
              "name": "operator",
              "type": "address"
            },
            {
              "name": "renter",
              "type": "address"
            },
            {
              "name": "token",
              "type": "address"
            },
            {
              "name": "arbiter",
              "type": "address"
            },
            {
              "name": "pricePerHour",
              "type": "uint96"
            },
            {
              "name": "bond",
              "type": "uint96"
            },
            {
              "name": "minDuration",
              "type": "uint32"
            },
            {
              "name": "maxDuration",
              "type": "uint32"
            },
            {
              "name": "startWindow",
              "type": "uint32"
            },
            {
              "name": "challengeWindow",
              "type": "uint32"
            },
            {
              "name": "nonce",
              "type": "uint32"
            },
            {
              "name": "epoch",
              "type": "uint32"
            },
            {
              "name": "expiry",
              "type": "uint40"
            },
            {
              "name": "maxFeeBps",
              "type": "uint16"
            },
            {
              "name": "rolling",
              "type": "bool"
            },
            {
              "name": "machine",
              "type": "bytes32"
            },
            {
              "name": "spec",
              "type": "bytes32"
            }
          ],
          "name": "offer",
          "type": "tuple"
        },
        {
          "name": "renter",
          "type": "address"
        },
        {
          "name": "salt",
          "type": "bytes32"
        }
      ],
      "name": "rental",
      "type": "tuple"
    },
    {
      "name": "evidenceURI",
      "type": "string"
    },
    {
      "name": "permit",
      "type": "bytes"
    }
  ],
  "name": "dispute",
  "outputs": [],
  "stateMutability": "payable",
  "type": "function"
} as const

/** `due` of the ABI. */
export const dueFunction = {
  "inputs": [
    {
      "components": [
        {
          "components": [
            {
              "name": "host",
              "type": "address"
            },
            {
              "name": "payee",
              "type": "address"
            },
            {
              "name": "operator",
              "type": "address"
            },
            {
              "name": "renter",
              "type": "address"
            },
            {
              "name": "token",
              "type": "address"
            },
            {
              "name": "arbiter",
              "type": "address"
            },
            {
              "name": "pricePerHour",
              "type": "uint96"
            },
            {
              "name": "bond",
              "type": "uint96"
            },
            {
              "name": "minDuration",
              "type": "uint32"
            },
            {
              "name": "maxDuration",
              "type": "uint32"
            },
            {
              "name": "startWindow",
              "type": "uint32"
            },
            {
              "name": "challengeWindow",
              "type": "uint32"
            },
            {
              "name": "nonce",
              "type": "uint32"
            },
            {
              "name": "epoch",
              "type": "uint32"
            },
            {
              "name": "expiry",
              "type": "uint40"
            },
            {
              "name": "maxFeeBps",
              "type": "uint16"
            },
            {
              "name": "rolling",
              "type": "bool"
            },
            {
              "name": "machine",
              "type": "bytes32"
            },
            {
              "name": "spec",
              "type": "bytes32"
            }
          ],
          "name": "offer",
          "type": "tuple"
        },
        {
          "name": "renter",
          "type": "address"
        },
        {
          "name": "salt",
          "type": "bytes32"
        }
      ],
      "name": "rental",
      "type": "tuple"
    }
  ],
  "name": "due",
  "outputs": [
    {
      "name": "toHost",
      "type": "uint256"
    },
    {
      "name": "fee",
      "type": "uint256"
    },
    {
      "name": "toRenter",
      "type": "uint256"
    }
  ],
  "stateMutability": "view",
  "type": "function"
} as const

/** `exitAt` of the ABI. */
export const exitAtFunction = {
  "inputs": [
    {
      "components": [
        {
          "components": [
            {
              "name": "host",
              "type": "address"
            },
            {
              "name": "payee",
              "type": "address"
            },
            {
              "name": "operator",
              "type": "address"
            },
            {
              "name": "renter",
              "type": "address"
            },
            {
              "name": "token",
              "type": "address"
            },
            {
              "name": "arbiter",
              "type": "address"
            },
            {
              "name": "pricePerHour",
              "type": "uint96"
            },
            {
              "name": "bond",
              "type": "uint96"
            },
            {
              "name": "minDuration",
              "type": "uint32"
            },
            {
              "name": "maxDuration",
              "type": "uint32"
            },
            {
              "name": "startWindow",
              "type": "uint32"
            },
            {
              "name": "challengeWindow",
              "type": "uint32"
            },
            {
              "name": "nonce",
              "type": "uint32"
            },
            {
              "name": "epoch",
              "type": "uint32"
            },
            {
              "name": "expiry",
              "type": "uint40"
            },
            {
              "name": "maxFeeBps",
              "type": "uint16"
            },
            {
              "name": "rolling",
              "type": "bool"
            },
            {
              "name": "machine",
              "type": "bytes32"
            },
            {
              "name": "spec",
              "type": "bytes32"
            }
          ],
          "name": "offer",
          "type": "tuple"
        },
        {
          "name": "renter",
          "type": "address"
        },
        {
          "name": "salt",
          "type": "bytes32"
        }
      ],
      "name": "rental",
      "type": "tuple"
    }
  ],
  "name": "exitAt",
  "outputs": [
    {
      "name": "",
      "type": "uint256"
    }
  ],
  "stateMutability": "view",
  "type": "function"
} as const

/** `extend` of the ABI. */
export const extendFunction = {
  "inputs": [
    {
      "components": [
        {
          "components": [
            {
              "name": "host",
              "type": "address"
            },
            {
              "name": "payee",
              "type": "address"
            },
            {
              "name": "operator",
              "type": "address"
            },
            {
              "name": "renter",
              "type": "address"
            },
            {
              "name": "token",
              "type": "address"
            },
            {
              "name": "arbiter",
              "type": "address"
            },
            {
              "name": "pricePerHour",
              "type": "uint96"
            },
            {
              "name": "bond",
              "type": "uint96"
            },
            {
              "name": "minDuration",
              "type": "uint32"
            },
            {
              "name": "maxDuration",
              "type": "uint32"
            },
            {
              "name": "startWindow",
              "type": "uint32"
            },
            {
              "name": "challengeWindow",
              "type": "uint32"
            },
            {
              "name": "nonce",
              "type": "uint32"
            },
            {
              "name": "epoch",
              "type": "uint32"
            },
            {
              "name": "expiry",
              "type": "uint40"
            },
            {
              "name": "maxFeeBps",
              "type": "uint16"
            },
            {
              "name": "rolling",
              "type": "bool"
            },
            {
              "name": "machine",
              "type": "bytes32"
            },
            {
              "name": "spec",
              "type": "bytes32"
            }
          ],
          "name": "offer",
          "type": "tuple"
        },
        {
          "name": "renter",
          "type": "address"
        },
        {
          "name": "salt",
          "type": "bytes32"
        }
      ],
      "name": "rental",
      "type": "tuple"
    },
    {
      "name": "extraSeconds",
      "type": "uint32"
    },
    {
      "name": "permit",
      "type": "bytes"
    }
  ],
  "name": "extend",
  "outputs": [],
  "stateMutability": "payable",
  "type": "function"
} as const

/** `fees` of the ABI. */
export const feesFunction = {
  "inputs": [
    {
      "name": "token",
      "type": "address"
    }
  ],
  "name": "fees",
  "outputs": [
    {
      "name": "",
      "type": "uint256"
    }
  ],
  "stateMutability": "view",
  "type": "function"
} as const

/** `fundBond` of the ABI. */
export const fundBondFunction = {
  "inputs": [
    {
      "name": "token",
      "type": "address"
    },
    {
      "name": "amount",
      "type": "uint256"
    }
  ],
  "name": "fundBond",
  "outputs": [],
  "stateMutability": "payable",
  "type": "function"
} as const

/** `getRental` of the ABI. */
export const getRentalFunction = {
  "inputs": [
    {
      "name": "id",
      "type": "bytes32"
    }
  ],
  "name": "getRental",
  "outputs": [
    {
      "components": [
        {
          "internalType": "enum Status",
          "name": "status",
          "type": "uint8"
        },
        {
          "name": "feeBps",
          "type": "uint16"
        },
        {
          "name": "depositBlock",
          "type": "uint40"
        },
        {
          "name": "since",
          "type": "uint40"
        },
        {
          "name": "duration",
          "type": "uint32"
        },
        {
          "name": "served",
          "type": "uint32"
        },
        {
          "name": "paid",
          "type": "uint32"
        },
        {
          "name": "refunded",
          "type": "uint32"
        },
        {
          "name": "interrupted",
          "type": "bool"
        }
      ],
      "name": "",
      "type": "tuple"
    }
  ],
  "stateMutability": "view",
  "type": "function"
} as const

/** `guardian` of the ABI. */
export const guardianFunction = {
  "inputs": [],
  "name": "guardian",
  "outputs": [
    {
      "name": "",
      "type": "address"
    }
  ],
  "stateMutability": "view",
  "type": "function"
} as const

/** `hashOffer` of the ABI. */
export const hashOfferFunction = {
  "inputs": [
    {
      "components": [
        {
          "name": "host",
          "type": "address"
        },
        {
          "name": "payee",
          "type": "address"
        },
        {
          "name": "operator",
          "type": "address"
        },
        {
          "name": "renter",
          "type": "address"
        },
        {
          "name": "token",
          "type": "address"
        },
        {
          "name": "arbiter",
          "type": "address"
        },
        {
          "name": "pricePerHour",
          "type": "uint96"
        },
        {
          "name": "bond",
          "type": "uint96"
        },
        {
          "name": "minDuration",
          "type": "uint32"
        },
        {
          "name": "maxDuration",
          "type": "uint32"
        },
        {
          "name": "startWindow",
          "type": "uint32"
        },
        {
          "name": "challengeWindow",
          "type": "uint32"
        },
        {
          "name": "nonce",
          "type": "uint32"
        },
        {
          "name": "epoch",
          "type": "uint32"
        },
        {
          "name": "expiry",
          "type": "uint40"
        },
        {
          "name": "maxFeeBps",
          "type": "uint16"
        },
        {
          "name": "rolling",
          "type": "bool"
        },
        {
          "name": "machine",
          "type": "bytes32"
        },
        {
          "name": "spec",
          "type": "bytes32"
        }
      ],
      "name": "offer",
      "type": "tuple"
    }
  ],
  "name": "hashOffer",
  "outputs": [
    {
      "name": "",
      "type": "bytes32"
    }
  ],
  "stateMutability": "view",
  "type": "function"
} as const

/** `hosts` of the ABI. */
export const hostsFunction = {
  "inputs": [
    {
      "name": "host",
      "type": "address"
    }
  ],
  "name": "hosts",
  "outputs": [
    {
      "name": "signer",
      "type": "address"
    },
    {
      "name": "epoch",
      "type": "uint32"
    },
    {
      "name": "feeBps",
      "type": "uint16"
    }
  ],
  "stateMutability": "view",
  "type": "function"
} as const

/** `idOf` of the ABI. */
export const idOfFunction = {
  "inputs": [
    {
      "components": [
        {
          "components": [
            {
              "name": "host",
              "type": "address"
            },
            {
              "name": "payee",
              "type": "address"
            },
            {
              "name": "operator",
              "type": "address"
            },
            {
              "name": "renter",
              "type": "address"
            },
            {
              "name": "token",
              "type": "address"
            },
            {
              "name": "arbiter",
              "type": "address"
            },
            {
              "name": "pricePerHour",
              "type": "uint96"
            },
            {
              "name": "bond",
              "type": "uint96"
            },
            {
              "name": "minDuration",
              "type": "uint32"
            },
            {
              "name": "maxDuration",
              "type": "uint32"
            },
            {
              "name": "startWindow",
              "type": "uint32"
            },
            {
              "name": "challengeWindow",
              "type": "uint32"
            },
            {
              "name": "nonce",
              "type": "uint32"
            },
            {
              "name": "epoch",
              "type": "uint32"
            },
            {
              "name": "expiry",
              "type": "uint40"
            },
            {
              "name": "maxFeeBps",
              "type": "uint16"
            },
            {
              "name": "rolling",
              "type": "bool"
            },
            {
              "name": "machine",
              "type": "bytes32"
            },
            {
              "name": "spec",
              "type": "bytes32"
            }
          ],
          "name": "offer",
          "type": "tuple"
        },
        {
          "name": "renter",
          "type": "address"
        },
        {
          "name": "salt",
          "type": "bytes32"
        }
      ],
      "name": "rental",
      "type": "tuple"
    }
  ],
  "name": "idOf",
  "outputs": [
    {
      "name": "",
      "type": "bytes32"
    }
  ],
  "stateMutability": "view",
  "type": "function"
} as const

/** `interrupt` of the ABI. */
export const interruptFunction = {
  "inputs": [
    {
      "components": [
        {
          "components": [
            {
              "name": "host",
              "type": "address"
            },
            {
              "name": "payee",
              "type": "address"
            },
            {
              "name": "operator",
              "type": "address"
            },
            {
              "name": "renter",
              "type": "address"
            },
            {
              "name": "token",
              "type": "address"
            },
            {
              "name": "arbiter",
              "type": "address"
            },
            {
              "name": "pricePerHour",
              "type": "uint96"
            },
            {
              "name": "bond",
              "type": "uint96"
            },
            {
              "name": "minDuration",
              "type": "uint32"
            },
            {
              "name": "maxDuration",
              "type": "uint32"
            },
            {
              "name": "startWindow",
              "type": "uint32"
            },
            {
              "name": "challengeWindow",
              "type": "uint32"
            },
            {
              "name": "nonce",
              "type": "uint32"
            },
            {
              "name": "epoch",
              "type": "uint32"
            },
            {
              "name": "expiry",
              "type": "uint40"
            },
            {
              "name": "maxFeeBps",
              "type": "uint16"
            },
            {
              "name": "rolling",
              "type": "bool"
            },
            {
              "name": "machine",
              "type": "bytes32"
            },
            {
              "name": "spec",
              "type": "bytes32"
            }
          ],
          "name": "offer",
          "type": "tuple"
        },
        {
          "name": "renter",
          "type": "address"
        },
        {
          "name": "salt",
          "type": "bytes32"
        }
      ],
      "name": "rental",
      "type": "tuple"
    }
  ],
  "name": "interrupt",
  "outputs": [],
  "stateMutability": "nonpayable",
  "type": "function"
} as const

/** `machines` of the ABI. */
export const machinesFunction = {
  "inputs": [
    {
      "name": "host",
      "type": "address"
    },
    {
      "name": "machine",
      "type": "bytes32"
    }
  ],
  "name": "machines",
  "outputs": [
    {
      "name": "busyUntil",
      "type": "uint40"
    },
    {
      "name": "nonce",
      "type": "uint32"
    },
    {
      "name": "depositBlock",
      "type": "uint40"
    }
  ],
  "stateMutability": "view",
  "type": "function"
} as const

/** `markets` of the ABI. */
export const marketsFunction = {
  "inputs": [
    {
      "name": "token",
      "type": "address"
    }
  ],
  "name": "markets",
  "outputs": [
    {
      "name": "arbiter",
      "type": "address"
    },
    {
      "name": "feeBps",
      "type": "uint16"
    },
    {
      "name": "open",
      "type": "bool"
    }
  ],
  "stateMutability": "view",
  "type": "function"
} as const

/** `refund` of the ABI. */
export const refundFunction = {
  "inputs": [
    {
      "components": [
        {
          "components": [
            {
              "name": "host",
              "type": "address"
            },
            {
              "name": "payee",
              "type": "address"
            },
            {
              "name": "operator",
              "type": "address"
            },
            {
              "name": "renter",
              "type": "address"
            },
            {
              "name": "token",
              "type": "address"
            },
            {
              "name": "arbiter",
              "type": "address"
            },
            {
              "name": "pricePerHour",
              "type": "uint96"
            },
            {
              "name": "bond",
              "type": "uint96"
            },
            {
              "name": "minDuration",
              "type": "uint32"
            },
            {
              "name": "maxDuration",
              "type": "uint32"
            },
            {
              "name": "startWindow",
              "type": "uint32"
            },
            {
              "name": "challengeWindow",
              "type": "uint32"
            },
            {
              "name": "nonce",
              "type": "uint32"
            },
            {
              "name": "epoch",
              "type": "uint32"
            },
            {
              "name": "expiry",
              "type": "uint40"
            },
            {
              "name": "maxFeeBps",
              "type": "uint16"
            },
            {
              "name": "rolling",
              "type": "bool"
            },
            {
              "name": "machine",
              "type": "bytes32"
            },
            {
              "name": "spec",
              "type": "bytes32"
            }
          ],
          "name": "offer",
          "type": "tuple"
        },
        {
          "name": "renter",
          "type": "address"
        },
        {
          "name": "salt",
          "type": "bytes32"
        }
      ],
      "name": "rental",
      "type": "tuple"
    },
    {
      "name": "seconds_",
      "type": "uint32"
    }
  ],
  "name": "refund",
  "outputs": [],
  "stateMutability": "nonpayable",
  "type": "function"
} as const

/** `resolve` of the ABI. */
export const resolveFunction = {
  "inputs": [
    {
      "components": [
        {
          "components": [
            {
              "name": "host",
              "type": "address"
            },
            {
              "name": "payee",
              "type": "address"
            },
            {
              "name": "operator",
              "type": "address"
            },
            {
              "name": "renter",
              "type": "address"
            },
            {
              "name": "token",
              "type": "address"
            },
            {
              "name": "arbiter",
              "type": "address"
            },
            {
              "name": "pricePerHour",
              "type": "uint96"
            },
            {
              "name": "bond",
              "type": "uint96"
            },
            {
              "name": "minDuration",
              "type": "uint32"
            },
            {
              "name": "maxDuration",
              "type": "uint32"
            },
            {
              "name": "startWindow",
              "type": "uint32"
            },
            {
              "name": "challengeWindow",
              "type": "uint32"
            },
            {
              "name": "nonce",
              "type": "uint32"
            },
            {
              "name": "epoch",
              "type": "uint32"
            },
            {
              "name": "expiry",
              "type": "uint40"
            },
            {
              "name": "maxFeeBps",
              "type": "uint16"
            },
            {
              "name": "rolling",
              "type": "bool"
            },
            {
              "name": "machine",
              "type": "bytes32"
            },
            {
              "name": "spec",
              "type": "bytes32"
            }
          ],
          "name": "offer",
          "type": "tuple"
        },
        {
          "name": "renter",
          "type": "address"
        },
        {
          "name": "salt",
          "type": "bytes32"
        }
      ],
      "name": "rental",
      "type": "tuple"
    },
    {
      "name": "hostBps",
      "type": "uint16"
    }
  ],
  "name": "resolve",
  "outputs": [],
  "stateMutability": "nonpayable",
  "type": "function"
} as const

/** `revokeOffers` of the ABI. */
export const revokeOffersFunction = {
  "inputs": [
    {
      "name": "machine",
      "type": "bytes32"
    }
  ],
  "name": "revokeOffers",
  "outputs": [],
  "stateMutability": "nonpayable",
  "type": "function"
} as const

/** `setGuardian` of the ABI. */
export const setGuardianFunction = {
  "inputs": [
    {
      "name": "guardian",
      "type": "address"
    }
  ],
  "name": "setGuardian",
  "outputs": [],
  "stateMutability": "nonpayable",
  "type": "function"
} as const

/** `setHostFee` of the ABI. */
export const setHostFeeFunction = {
  "inputs": [
    {
      "name": "host",
      "type": "address"
    },
    {
      "name": "feeBps",
      "type": "uint16"
    }
  ],
  "name": "setHostFee",
  "outputs": [],
  "stateMutability": "nonpayable",
  "type": "function"
} as const

/** `setMarket` of the ABI. */
export const setMarketFunction = {
  "inputs": [
    {
      "name": "token",
      "type": "address"
    },
    {
      "name": "arbiter",
      "type": "address"
    },
    {
      "name": "feeBps",
      "type": "uint16"
    },
    {
      "name": "open",
      "type": "bool"
    }
  ],
  "name": "setMarket",
  "outputs": [],
  "stateMutability": "nonpayable",
  "type": "function"
} as const

/** `setSigner` of the ABI. */
export const setSignerFunction = {
  "inputs": [
    {
      "name": "signer",
      "type": "address"
    }
  ],
  "name": "setSigner",
  "outputs": [],
  "stateMutability": "nonpayable",
  "type": "function"
} as const

/** `setTreasury` of the ABI. */
export const setTreasuryFunction = {
  "inputs": [
    {
      "name": "treasury",
      "type": "address"
    }
  ],
  "name": "setTreasury",
  "outputs": [],
  "stateMutability": "nonpayable",
  "type": "function"
} as const

/** `settle` of the ABI. */
export const settleFunction = {
  "inputs": [
    {
      "components": [
        {
          "components": [
            {
              "name": "host",
              "type": "address"
            },
            {
              "name": "payee",
              "type": "address"
            },
            {
              "name": "operator",
              "type": "address"
            },
            {
              "name": "renter",
              "type": "address"
            },
            {
              "name": "token",
              "type": "address"
            },
            {
              "name": "arbiter",
              "type": "address"
            },
            {
              "name": "pricePerHour",
              "type": "uint96"
            },
            {
              "name": "bond",
              "type": "uint96"
            },
            {
              "name": "minDuration",
              "type": "uint32"
            },
            {
              "name": "maxDuration",
              "type": "uint32"
            },
            {
              "name": "startWindow",
              "type": "uint32"
            },
            {
              "name": "challengeWindow",
              "type": "uint32"
            },
            {
              "name": "nonce",
              "type": "uint32"
            },
            {
              "name": "epoch",
              "type": "uint32"
            },
            {
              "name": "expiry",
              "type": "uint40"
            },
            {
              "name": "maxFeeBps",
              "type": "uint16"
            },
            {
              "name": "rolling",
              "type": "bool"
            },
            {
              "name": "machine",
              "type": "bytes32"
            },
            {
              "name": "spec",
              "type": "bytes32"
            }
          ],
          "name": "offer",
          "type": "tuple"
        },
        {
          "name": "renter",
          "type": "address"
        },
        {
          "name": "salt",
          "type": "bytes32"
        }
      ],
      "name": "rental",
      "type": "tuple"
    }
  ],
  "name": "settle",
  "outputs": [],
  "stateMutability": "nonpayable",
  "type": "function"
} as const

/** `settleMany` of the ABI. */
export const settleManyFunction = {
  "inputs": [
    {
      "components": [
        {
          "components": [
            {
              "name": "host",
              "type": "address"
            },
            {
              "name": "payee",
              "type": "address"
            },
            {
              "name": "operator",
              "type": "address"
            },
            {
              "name": "renter",
              "type": "address"
            },
            {
              "name": "token",
              "type": "address"
            },
            {
              "name": "arbiter",
              "type": "address"
            },
            {
              "name": "pricePerHour",
              "type": "uint96"
            },
            {
              "name": "bond",
              "type": "uint96"
            },
            {
              "name": "minDuration",
              "type": "uint32"
            },
            {
              "name": "maxDuration",
              "type": "uint32"
            },
            {
              "name": "startWindow",
              "type": "uint32"
            },
            {
              "name": "challengeWindow",
              "type": "uint32"
            },
            {
              "name": "nonce",
              "type": "uint32"
            },
            {
              "name": "epoch",
              "type": "uint32"
            },
            {
              "name": "expiry",
              "type": "uint40"
            },
            {
              "name": "maxFeeBps",
              "type": "uint16"
            },
            {
              "name": "rolling",
              "type": "bool"
            },
            {
              "name": "machine",
              "type": "bytes32"
            },
            {
              "name": "spec",
              "type": "bytes32"
            }
          ],
          "name": "offer",
          "type": "tuple"
        },
        {
          "name": "renter",
          "type": "address"
        },
        {
          "name": "salt",
          "type": "bytes32"
        }
      ],
      "name": "rentals",
      "type": "tuple[]"
    }
  ],
  "name": "settleMany",
  "outputs": [
    {
      "name": "settled",
      "type": "uint256"
    }
  ],
  "stateMutability": "nonpayable",
  "type": "function"
} as const

/** `stakeOf` of the ABI. */
export const stakeOfFunction = {
  "inputs": [
    {
      "components": [
        {
          "components": [
            {
              "name": "host",
              "type": "address"
            },
            {
              "name": "payee",
              "type": "address"
            },
            {
              "name": "operator",
              "type": "address"
            },
            {
              "name": "renter",
              "type": "address"
            },
            {
              "name": "token",
              "type": "address"
            },
            {
              "name": "arbiter",
              "type": "address"
            },
            {
              "name": "pricePerHour",
              "type": "uint96"
            },
            {
              "name": "bond",
              "type": "uint96"
            },
            {
              "name": "minDuration",
              "type": "uint32"
            },
            {
              "name": "maxDuration",
              "type": "uint32"
            },
            {
              "name": "startWindow",
              "type": "uint32"
            },
            {
              "name": "challengeWindow",
              "type": "uint32"
            },
            {
              "name": "nonce",
              "type": "uint32"
            },
            {
              "name": "epoch",
              "type": "uint32"
            },
            {
              "name": "expiry",
              "type": "uint40"
            },
            {
              "name": "maxFeeBps",
              "type": "uint16"
            },
            {
              "name": "rolling",
              "type": "bool"
            },
            {
              "name": "machine",
              "type": "bytes32"
            },
            {
              "name": "spec",
              "type": "bytes32"
            }
          ],
          "name": "offer",
          "type": "tuple"
        },
        {
          "name": "renter",
          "type": "address"
        },
        {
          "name": "salt",
          "type": "bytes32"
        }
      ],
      "name": "rental",
      "type": "tuple"
    }
  ],
  "name": "stakeOf",
  "outputs": [
    {
      "name": "",
      "type": "uint256"
    }
  ],
  "stateMutability": "view",
  "type": "function"
} as const

/** `start` of the ABI. */
export const startFunction = {
  "inputs": [
    {
      "components": [
        {
          "components": [
            {
              "name": "host",
              "type": "address"
            },
            {
              "name": "payee",
              "type": "address"
            },
            {
              "name": "operator",
              "type": "address"
            },
            {
              "name": "renter",
              "type": "address"
            },
            {
              "name": "token",
              "type": "address"
            },
            {
              "name": "arbiter",
              "type": "address"
            },
            {
              "name": "pricePerHour",
              "type": "uint96"
            },
            {
              "name": "bond",
              "type": "uint96"
            },
            {
              "name": "minDuration",
              "type": "uint32"
            },
            {
              "name": "maxDuration",
              "type": "uint32"
            },
            {
              "name": "startWindow",
              "type": "uint32"
            },
            {
              "name": "challengeWindow",
              "type": "uint32"
            },
            {
              "name": "nonce",
              "type": "uint32"
            },
            {
              "name": "epoch",
              "type": "uint32"
            },
            {
              "name": "expiry",
              "type": "uint40"
            },
            {
              "name": "maxFeeBps",
              "type": "uint16"
            },
            {
              "name": "rolling",
              "type": "bool"
            },
            {
              "name": "machine",
              "type": "bytes32"
            },
            {
              "name": "spec",
              "type": "bytes32"
            }
          ],
          "name": "offer",
          "type": "tuple"
        },
        {
          "name": "renter",
          "type": "address"
        },
        {
          "name": "salt",
          "type": "bytes32"
        }
      ],
      "name": "rental",
      "type": "tuple"
    }
  ],
  "name": "start",
  "outputs": [],
  "stateMutability": "nonpayable",
  "type": "function"
} as const

/** `stop` of the ABI. */
export const stopFunction = {
  "inputs": [
    {
      "components": [
        {
          "components": [
            {
              "name": "host",
              "type": "address"
            },
            {
              "name": "payee",
              "type": "address"
            },
            {
              "name": "operator",
              "type": "address"
            },
            {
              "name": "renter",
              "type": "address"
            },
            {
              "name": "token",
              "type": "address"
            },
            {
              "name": "arbiter",
              "type": "address"
            },
            {
              "name": "pricePerHour",
              "type": "uint96"
            },
            {
              "name": "bond",
              "type": "uint96"
            },
            {
              "name": "minDuration",
              "type": "uint32"
            },
            {
              "name": "maxDuration",
              "type": "uint32"
            },
            {
              "name": "startWindow",
              "type": "uint32"
            },
            {
              "name": "challengeWindow",
              "type": "uint32"
            },
            {
              "name": "nonce",
              "type": "uint32"
            },
            {
              "name": "epoch",
              "type": "uint32"
            },
            {
              "name": "expiry",
              "type": "uint40"
            },
            {
              "name": "maxFeeBps",
              "type": "uint16"
            },
            {
              "name": "rolling",
              "type": "bool"
            },
            {
              "name": "machine",
              "type": "bytes32"
            },
            {
              "name": "spec",
              "type": "bytes32"
            }
          ],
          "name": "offer",
          "type": "tuple"
        },
        {
          "name": "renter",
          "type": "address"
        },
        {
          "name": "salt",
          "type": "bytes32"
        }
      ],
      "name": "rental",
      "type": "tuple"
    }
  ],
  "name": "stop",
  "outputs": [],
  "stateMutability": "nonpayable",
  "type": "function"
} as const

/** `submitEvidence` of the ABI. */
export const submitEvidenceFunction = {
  "inputs": [
    {
      "components": [
        {
          "components": [
            {
              "name": "host",
              "type": "address"
            },
            {
              "name": "payee",
              "type": "address"
            },
            {
              "name": "operator",
              "type": "address"
            },
            {
              "name": "renter",
              "type": "address"
            },
            {
              "name": "token",
              "type": "address"
            },
            {
              "name": "arbiter",
              "type": "address"
            },
            {
              "name": "pricePerHour",
              "type": "uint96"
            },
            {
              "name": "bond",
              "type": "uint96"
            },
            {
              "name": "minDuration",
              "type": "uint32"
            },
            {
              "name": "maxDuration",
              "type": "uint32"
            },
            {
              "name": "startWindow",
              "type": "uint32"
            },
            {
              "name": "challengeWindow",
              "type": "uint32"
            },
            {
              "name": "nonce",
              "type": "uint32"
            },
            {
              "name": "epoch",
              "type": "uint32"
            },
            {
              "name": "expiry",
              "type": "uint40"
            },
            {
              "name": "maxFeeBps",
              "type": "uint16"
            },
            {
              "name": "rolling",
              "type": "bool"
            },
            {
              "name": "machine",
              "type": "bytes32"
            },
            {
              "name": "spec",
              "type": "bytes32"
            }
          ],
          "name": "offer",
          "type": "tuple"
        },
        {
          "name": "renter",
          "type": "address"
        },
        {
          "name": "salt",
          "type": "bytes32"
        }
      ],
      "name": "rental",
      "type": "tuple"
    },
    {
      "name": "uri",
      "type": "string"
    }
  ],
  "name": "submitEvidence",
  "outputs": [],
  "stateMutability": "nonpayable",
  "type": "function"
} as const

/** `treasury` of the ABI. */
export const treasuryFunction = {
  "inputs": [],
  "name": "treasury",
  "outputs": [
    {
      "name": "",
      "type": "address"
    }
  ],
  "stateMutability": "view",
  "type": "function"
} as const

/** `withdraw` of the ABI. */
export const withdrawFunction = {
  "inputs": [
    {
      "name": "token",
      "type": "address"
    },
    {
      "name": "account",
      "type": "address"
    },
    {
      "name": "to",
      "type": "address"
    }
  ],
  "name": "withdraw",
  "outputs": [],
  "stateMutability": "nonpayable",
  "type": "function"
} as const

/** `withdrawBond` of the ABI. */
export const withdrawBondFunction = {
  "inputs": [
    {
      "name": "token",
      "type": "address"
    },
    {
      "name": "amount",
      "type": "uint256"
    },
    {
      "name": "to",
      "type": "address"
    }
  ],
  "name": "withdrawBond",
  "outputs": [],
  "stateMutability": "nonpayable",
  "type": "function"
} as const

/** `acceptOwnership` of the ABI. */
export const acceptOwnershipFunction = {
  "inputs": [],
  "name": "acceptOwnership",
  "outputs": [],
  "stateMutability": "nonpayable",
  "type": "function"
} as const

/** `eip712Domain` of the ABI. */
export const eip712DomainFunction = {
  "inputs": [],
  "name": "eip712Domain",
  "outputs": [
    {
      "name": "fields",
      "type": "bytes1"
    },
    {
      "name": "name",
      "type": "string"
    },
    {
      "name": "version",
      "type": "string"
    },
    {
      "name": "chainId",
      "type": "uint256"
    },
    {
      "name": "verifyingContract",
      "type": "address"
    },
    {
      "name": "salt",
      "type": "bytes32"
    },
    {
      "name": "extensions",
      "type": "uint256[]"
    }
  ],
  "stateMutability": "view",
  "type": "function"
} as const

/** `owner` of the ABI. */
export const ownerFunction = {
  "inputs": [],
  "name": "owner",
  "outputs": [
    {
      "name": "",
      "type": "address"
    }
  ],
  "stateMutability": "view",
  "type": "function"
} as const

/** `pendingOwner` of the ABI. */
export const pendingOwnerFunction = {
  "inputs": [],
  "name": "pendingOwner",
  "outputs": [
    {
      "name": "",
      "type": "address"
    }
  ],
  "stateMutability": "view",
  "type": "function"
} as const

/** `renounceOwnership` of the ABI. */
export const renounceOwnershipFunction = {
  "inputs": [],
  "name": "renounceOwnership",
  "outputs": [],
  "stateMutability": "nonpayable",
  "type": "function"
} as const

/** `transferOut` of the ABI. */
export const transferOutFunction = {
  "inputs": [
    {
      "name": "token",
      "type": "address"
    },
    {
      "name": "to",
      "type": "address"
    },
    {
      "name": "amount",
      "type": "uint256"
    }
  ],
  "name": "transferOut",
  "outputs": [],
  "stateMutability": "nonpayable",
  "type": "function"
} as const

/** `transferOwnership` of the ABI. */
export const transferOwnershipFunction = {
  "inputs": [
    {
      "name": "newOwner",
      "type": "address"
    }
  ],
  "name": "transferOwnership",
  "outputs": [],
  "stateMutability": "nonpayable",
  "type": "function"
} as const

/** The constructor. */
export const escrowConstructor = {
  "inputs": [
    {
      "name": "owner",
      "type": "address"
    },
    {
      "name": "guardian",
      "type": "address"
    },
    {
      "name": "treasury",
      "type": "address"
    }
  ],
  "stateMutability": "nonpayable",
  "type": "constructor"
} as const

/** Every event, with its first topic. */
export const eventItems = [
  {
    "topic": "0x29cc89d604ee9553c26907a73148e3164b12486e4ab09fe02932f3eb805bf06b",
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "token",
        "type": "address"
      },
      {
        "indexed": true,
        "name": "host",
        "type": "address"
      },
      {
        "indexed": false,
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "BondFunded",
    "type": "event"
  },
  {
    "topic": "0xedee9d87277ba64058fcd2d3e86235cd60ef10b7f81825e355f60d35be12c90b",
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "token",
        "type": "address"
      },
      {
        "indexed": true,
        "name": "host",
        "type": "address"
      },
      {
        "indexed": false,
        "name": "to",
        "type": "address"
      },
      {
        "indexed": false,
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "BondWithdrawn",
    "type": "event"
  },
  {
    "topic": "0x35403d174bce48f1c3bf38a7988828172751fc53a0b883f928d56281c0e19fd6",
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "id",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "internalType": "enum Reason",
        "name": "reason",
        "type": "uint8"
      },
      {
        "indexed": false,
        "name": "toHost",
        "type": "uint256"
      },
      {
        "indexed": false,
        "name": "fee",
        "type": "uint256"
      },
      {
        "indexed": false,
        "name": "toRenter",
        "type": "uint256"
      }
    ],
    "name": "Closed",
    "type": "event"
  },
  {
    "topic": "0x3f253c5554be886b90e0b865ae6813df9992da2c4119c972a140d0a75b78985d",
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "id",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "Compensated",
    "type": "event"
  },
  {
    "topic": "0x4e45da441832cf53bdaa69235704fc0575e68210f459ee1562911024b12967d5",
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "token",
        "type": "address"
      },
      {
        "indexed": true,
        "name": "account",
        "type": "address"
      },
      {
        "indexed": false,
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "Credited",
    "type": "event"
  },
  {
    "topic": "0x56b75b27eff064d5c0829f1a8bb8e807121e7387ed00869cf79b1a7908cf0352",
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "id",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "name": "host",
        "type": "address"
      },
      {
        "indexed": true,
        "name": "renter",
        "type": "address"
      },
      {
        "components": [
          {
            "components": [
              {
                "name": "host",
                "type": "address"
              },
              {
                "name": "payee",
                "type": "address"
              },
              {
                "name": "operator",
                "type": "address"
              },
              {
                "name": "renter",
                "type": "address"
              },
              {
                "name": "token",
                "type": "address"
              },
              {
                "name": "arbiter",
                "type": "address"
              },
              {
                "name": "pricePerHour",
                "type": "uint96"
              },
              {
                "name": "bond",
                "type": "uint96"
              },
              {
                "name": "minDuration",
                "type": "uint32"
              },
              {
                "name": "maxDuration",
                "type": "uint32"
              },
              {
                "name": "startWindow",
                "type": "uint32"
              },
              {
                "name": "challengeWindow",
                "type": "uint32"
              },
              {
                "name": "nonce",
                "type": "uint32"
              },
              {
                "name": "epoch",
                "type": "uint32"
              },
              {
                "name": "expiry",
                "type": "uint40"
              },
              {
                "name": "maxFeeBps",
                "type": "uint16"
              },
              {
                "name": "rolling",
                "type": "bool"
              },
              {
                "name": "machine",
                "type": "bytes32"
              },
              {
                "name": "spec",
                "type": "bytes32"
              }
            ],
            "name": "offer",
            "type": "tuple"
          },
          {
            "name": "renter",
            "type": "address"
          },
          {
            "name": "salt",
            "type": "bytes32"
          }
        ],
        "indexed": false,
        "name": "rental",
        "type": "tuple"
      },
      {
        "indexed": false,
        "name": "duration",
        "type": "uint32"
      },
      {
        "indexed": false,
        "name": "amount",
        "type": "uint256"
      },
      {
        "indexed": false,
        "name": "feeBps",
        "type": "uint16"
      },
      {
        "indexed": false,
        "name": "payer",
        "type": "address"
      },
      {
        "indexed": false,
        "name": "previousDepositBlock",
        "type": "uint40"
      }
    ],
    "name": "Deposited",
    "type": "event"
  },
  {
    "topic": "0xba3080f93bbb7cb2cee6e3d4cf9449ec4953c62d6dfb994998b025b0234353f3",
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "id",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "name": "arbiter",
        "type": "address"
      },
      {
        "indexed": false,
        "name": "billed",
        "type": "uint32"
      },
      {
        "indexed": false,
        "name": "contested",
        "type": "uint256"
      },
      {
        "indexed": false,
        "name": "stake",
        "type": "uint256"
      },
      {
        "indexed": false,
        "name": "evidenceURI",
        "type": "string"
      }
    ],
    "name": "Disputed",
    "type": "event"
  },
  {
    "topic": "0x2c580e63077fb2b6a80e633a55fd9264fe3f321a9e9c4d60a9c7bd864e98d321",
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "id",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "name": "party",
        "type": "address"
      },
      {
        "indexed": false,
        "name": "uri",
        "type": "string"
      }
    ],
    "name": "Evidence",
    "type": "event"
  },
  {
    "topic": "0x22e3c93a8c1bda90edabe348544104f46a70580397cd27bd90046f91bfe94320",
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "id",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "name": "payer",
        "type": "address"
      },
      {
        "indexed": false,
        "name": "duration",
        "type": "uint32"
      },
      {
        "indexed": false,
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "Extended",
    "type": "event"
  },
  {
    "topic": "0x9bcb6d1f38f6800906185471a11ede9a8e16200853225aa62558db6076490f2d",
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "token",
        "type": "address"
      },
      {
        "indexed": false,
        "name": "to",
        "type": "address"
      },
      {
        "indexed": false,
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "FeesCollected",
    "type": "event"
  },
  {
    "topic": "0xe6c09ffe4572dc9ceaa5ddde4ae41befa655d6fdfe8052077af0970f700e942e",
    "anonymous": false,
    "inputs": [
      {
        "indexed": false,
        "name": "guardian",
        "type": "address"
      }
    ],
    "name": "GuardianSet",
    "type": "event"
  },
  {
    "topic": "0x095f203a858de207235f1ad7be4c45fe53f342709372c1a473aaa94e76ddb2a0",
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "host",
        "type": "address"
      },
      {
        "indexed": false,
        "name": "feeBps",
        "type": "uint16"
      }
    ],
    "name": "HostFeeSet",
    "type": "event"
  },
  {
    "topic": "0x027b633455b6a86c7972e10742e7dfcdfc45e40174aedb6259979afcfc270c98",
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "id",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "name": "served",
        "type": "uint32"
      },
      {
        "indexed": false,
        "name": "refund",
        "type": "uint256"
      }
    ],
    "name": "Interrupted",
    "type": "event"
  },
  {
    "topic": "0x67e062a9563706a4c853e5f42d49cc6ffc4bd2a583fbd46906a6a76378df90d4",
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "token",
        "type": "address"
      },
      {
        "indexed": false,
        "name": "arbiter",
        "type": "address"
      },
      {
        "indexed": false,
        "name": "feeBps",
        "type": "uint16"
      },
      {
        "indexed": false,
        "name": "open",
        "type": "bool"
      }
    ],
    "name": "MarketSet",
    "type": "event"
  },
  {
    "topic": "0xf45bfe900df06c0f98481e391043bbd6c67ab5506505e042028994d2c34e3786",
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "host",
        "type": "address"
      },
      {
        "indexed": true,
        "name": "machine",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "name": "nonce",
        "type": "uint32"
      }
    ],
    "name": "OffersRevoked",
    "type": "event"
  },
  {
    "topic": "0xb0b5ff29b3db26affcd1688345d088147e9306fc14dcb7f6ab1f77dec2f1477a",
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "id",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "name": "paid",
        "type": "uint32"
      },
      {
        "indexed": false,
        "name": "toHost",
        "type": "uint256"
      },
      {
        "indexed": false,
        "name": "fee",
        "type": "uint256"
      }
    ],
    "name": "Paid",
    "type": "event"
  },
  {
    "topic": "0x53485e03e72358bd7829b4536ea6daae5b3070ee5f932b7756d16733b625c801",
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "id",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "name": "seconds_",
        "type": "uint32"
      },
      {
        "indexed": false,
        "name": "amount",
        "type": "uint256"
      },
      {
        "indexed": false,
        "name": "stakeReturned",
        "type": "uint256"
      }
    ],
    "name": "Refunded",
    "type": "event"
  },
  {
    "topic": "0xcb984fa1eca1c330022f66855235d7057508819afcac334346944a9141fd8474",
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "id",
        "type": "bytes32"
      },
      {
        "indexed": false,
        "name": "hostBps",
        "type": "uint16"
      },
      {
        "indexed": false,
        "name": "stakeToHost",
        "type": "uint256"
      },
      {
        "indexed": false,
        "name": "stakeToRenter",
        "type": "uint256"
      },
      {
        "indexed": false,
        "name": "bondToRenter",
        "type": "uint256"
      },
      {
        "indexed": false,
        "name": "bondToHost",
        "type": "uint256"
      }
    ],
    "name": "Resolved",
    "type": "event"
  },
  {
    "topic": "0xebe59f65a74c9e04ead8597acc067a5bb24b6368b974e42a0086e4e6640d9752",
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "host",
        "type": "address"
      },
      {
        "indexed": false,
        "name": "signer",
        "type": "address"
      },
      {
        "indexed": false,
        "name": "epoch",
        "type": "uint32"
      }
    ],
    "name": "SignerSet",
    "type": "event"
  },
  {
    "topic": "0x047242d10cccade5394622c3c16a1890d635f6e458df652d3970fa29c72bf5c2",
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "id",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "name": "to",
        "type": "address"
      },
      {
        "indexed": false,
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "StakeReleased",
    "type": "event"
  },
  {
    "topic": "0xcf59a482edc3fc8f1a86aa3ea525273e9c2328bae4b5ce38eb41ea1fb4798ca8",
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "id",
        "type": "bytes32"
      }
    ],
    "name": "Started",
    "type": "event"
  },
  {
    "topic": "0x3c864541ef71378c6229510ed90f376565ee42d9c5e0904a984a9e863e6db44f",
    "anonymous": false,
    "inputs": [
      {
        "indexed": false,
        "name": "treasury",
        "type": "address"
      }
    ],
    "name": "TreasurySet",
    "type": "event"
  },
  {
    "topic": "0xa4195c37c2947bbe89165f03e320b6903116f0b10d8cfdb522330f7ce6f9fa24",
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "token",
        "type": "address"
      },
      {
        "indexed": true,
        "name": "account",
        "type": "address"
      },
      {
        "indexed": false,
        "name": "to",
        "type": "address"
      },
      {
        "indexed": false,
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "Withdrawn",
    "type": "event"
  },
  {
    "topic": "0x0a6387c9ea3628b88a633bb4f3b151770f70085117a15f9bf3787cda53f13d31",
    "anonymous": false,
    "inputs": [],
    "name": "EIP712DomainChanged",
    "type": "event"
  },
  {
    "topic": "0x38d16b8cac22d99fc7c124b9cd0de2d3fa1faef420bfe791d8c362d765e22700",
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "previousOwner",
        "type": "address"
      },
      {
        "indexed": true,
        "name": "newOwner",
        "type": "address"
      }
    ],
    "name": "OwnershipTransferStarted",
    "type": "event"
  },
  {
    "topic": "0x8be0079c531659141344cd1fd0a4f28419497f9722a3daafe3b4186f6b6457e0",
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "name": "previousOwner",
        "type": "address"
      },
      {
        "indexed": true,
        "name": "newOwner",
        "type": "address"
      }
    ],
    "name": "OwnershipTransferred",
    "type": "event"
  }
] as const

/** Every error, with its first four bytes. */
export const errorItems = [
  {
    "selector": "0x54827e7b",
    "inputs": [
      {
        "name": "deadline",
        "type": "uint256"
      }
    ],
    "name": "ArbitrationOver",
    "type": "error"
  },
  {
    "selector": "0xf900fd1a",
    "inputs": [
      {
        "name": "challengeWindow",
        "type": "uint256"
      },
      {
        "name": "minimum",
        "type": "uint256"
      },
      {
        "name": "maximum",
        "type": "uint256"
      }
    ],
    "name": "ChallengeWindowOutOfBounds",
    "type": "error"
  },
  {
    "selector": "0xe80310b0",
    "inputs": [
      {
        "name": "deadline",
        "type": "uint256"
      }
    ],
    "name": "ChallengeWindowOver",
    "type": "error"
  },
  {
    "selector": "0xd27a0c6b",
    "inputs": [
      {
        "name": "duration",
        "type": "uint256"
      },
      {
        "name": "minimum",
        "type": "uint256"
      },
      {
        "name": "maximum",
        "type": "uint256"
      }
    ],
    "name": "DurationOutOfBounds",
    "type": "error"
  },
  {
    "selector": "0xe237335f",
    "inputs": [
      {
        "name": "until",
        "type": "uint256"
      }
    ],
    "name": "EvidenceWindowOpen",
    "type": "error"
  },
  {
    "selector": "0x4ef0d533",
    "inputs": [
      {
        "name": "feeBps",
        "type": "uint16"
      },
      {
        "name": "maxFeeBps",
        "type": "uint16"
      }
    ],
    "name": "FeeAboveMaximum",
    "type": "error"
  },
  {
    "selector": "0x57d64444",
    "inputs": [
      {
        "name": "feeBps",
        "type": "uint256"
      },
      {
        "name": "minimum",
        "type": "uint256"
      },
      {
        "name": "maximum",
        "type": "uint256"
      }
    ],
    "name": "FeeOutOfBounds",
    "type": "error"
  },
  {
    "selector": "0x2a1b2dd8",
    "inputs": [
      {
        "name": "allowance",
        "type": "uint256"
      },
      {
        "name": "required",
        "type": "uint256"
      }
    ],
    "name": "InsufficientAllowance",
    "type": "error"
  },
  {
    "selector": "0xcf479181",
    "inputs": [
      {
        "name": "balance",
        "type": "uint256"
      },
      {
        "name": "required",
        "type": "uint256"
      }
    ],
    "name": "InsufficientBalance",
    "type": "error"
  },
  {
    "selector": "0x44d4caf7",
    "inputs": [
      {
        "name": "free",
        "type": "uint256"
      },
      {
        "name": "required",
        "type": "uint256"
      }
    ],
    "name": "InsufficientBond",
    "type": "error"
  },
  {
    "selector": "0x23e228cb",
    "inputs": [
      {
        "name": "available",
        "type": "uint256"
      },
      {
        "name": "required",
        "type": "uint256"
      }
    ],
    "name": "InsufficientGas",
    "type": "error"
  },
  {
    "selector": "0x9a6f7e97",
    "inputs": [
      {
        "name": "arbiter",
        "type": "address"
      }
    ],
    "name": "InvalidArbiter",
    "type": "error"
  },
  {
    "selector": "0x1cf8e9f8",
    "inputs": [
      {
        "name": "host",
        "type": "address"
      }
    ],
    "name": "InvalidHost",
    "type": "error"
  },
  {
    "selector": "0x3eaa03e3",
    "inputs": [
      {
        "name": "operator",
        "type": "address"
      }
    ],
    "name": "InvalidOperator",
    "type": "error"
  },
  {
    "selector": "0x52d9c6c8",
    "inputs": [
      {
        "name": "payee",
        "type": "address"
      }
    ],
    "name": "InvalidPayee",
    "type": "error"
  },
  {
    "selector": "0x9cfea583",
    "inputs": [
      {
        "name": "to",
        "type": "address"
      }
    ],
    "name": "InvalidReceiver",
    "type": "error"
  },
  {
    "selector": "0xd9dc7176",
    "inputs": [
      {
        "name": "renter",
        "type": "address"
      }
    ],
    "name": "InvalidRenter",
    "type": "error"
  },
  {
    "selector": "0xd855c4f4",
    "inputs": [
      {
        "name": "signer",
        "type": "address"
      }
    ],
    "name": "InvalidSignature",
    "type": "error"
  },
  {
    "selector": "0x961c9a4f",
    "inputs": [
      {
        "name": "token",
        "type": "address"
      }
    ],
    "name": "InvalidToken",
    "type": "error"
  },
  {
    "selector": "0x256637fa",
    "inputs": [
      {
        "name": "treasury",
        "type": "address"
      }
    ],
    "name": "InvalidTreasury",
    "type": "error"
  },
  {
    "selector": "0x1fb6eb8a",
    "inputs": [
      {
        "name": "busyUntil",
        "type": "uint256"
      }
    ],
    "name": "MachineBusy",
    "type": "error"
  },
  {
    "selector": "0x21e838b8",
    "inputs": [
      {
        "name": "token",
        "type": "address"
      }
    ],
    "name": "MarketNotOpen",
    "type": "error"
  },
  {
    "selector": "0xabe8bfe0",
    "inputs": [
      {
        "name": "maxDuration",
        "type": "uint256"
      },
      {
        "name": "maximum",
        "type": "uint256"
      }
    ],
    "name": "MaxDurationTooLong",
    "type": "error"
  },
  {
    "selector": "0x00729131",
    "inputs": [],
    "name": "MinDurationZero",
    "type": "error"
  },
  {
    "selector": "0xfce5cd02",
    "inputs": [
      {
        "name": "token",
        "type": "address"
      }
    ],
    "name": "NoFees",
    "type": "error"
  },
  {
    "selector": "0xb39624dc",
    "inputs": [
      {
        "name": "caller",
        "type": "address"
      },
      {
        "name": "account",
        "type": "address"
      }
    ],
    "name": "NotAccount",
    "type": "error"
  },
  {
    "selector": "0xfff7d58e",
    "inputs": [
      {
        "name": "caller",
        "type": "address"
      },
      {
        "name": "arbiter",
        "type": "address"
      }
    ],
    "name": "NotArbiter",
    "type": "error"
  },
  {
    "selector": "0x1f0cdcef",
    "inputs": [
      {
        "name": "dueAt",
        "type": "uint256"
      }
    ],
    "name": "NotDue",
    "type": "error"
  },
  {
    "selector": "0x826f1bd2",
    "inputs": [
      {
        "name": "caller",
        "type": "address"
      },
      {
        "name": "guardian",
        "type": "address"
      }
    ],
    "name": "NotGuardian",
    "type": "error"
  },
  {
    "selector": "0x11ce18b5",
    "inputs": [
      {
        "name": "caller",
        "type": "address"
      },
      {
        "name": "host",
        "type": "address"
      }
    ],
    "name": "NotHost",
    "type": "error"
  },
  {
    "selector": "0x49ba7f2d",
    "inputs": [
      {
        "name": "caller",
        "type": "address"
      }
    ],
    "name": "NotHostOrOperator",
    "type": "error"
  },
  {
    "selector": "0x20b9b340",
    "inputs": [
      {
        "name": "caller",
        "type": "address"
      }
    ],
    "name": "NotParty",
    "type": "error"
  },
  {
    "selector": "0xe1053103",
    "inputs": [
      {
        "name": "caller",
        "type": "address"
      },
      {
        "name": "renter",
        "type": "address"
      }
    ],
    "name": "NotRenter",
    "type": "error"
  },
  {
    "selector": "0x7d116ed0",
    "inputs": [
      {
        "name": "caller",
        "type": "address"
      }
    ],
    "name": "NotSelf",
    "type": "error"
  },
  {
    "selector": "0xdd47d958",
    "inputs": [],
    "name": "NothingAtRisk",
    "type": "error"
  },
  {
    "selector": "0xfbff8f5c",
    "inputs": [
      {
        "name": "token",
        "type": "address"
      },
      {
        "name": "account",
        "type": "address"
      }
    ],
    "name": "NothingCredited",
    "type": "error"
  },
  {
    "selector": "0x48e57f5f",
    "inputs": [
      {
        "name": "expiry",
        "type": "uint256"
      }
    ],
    "name": "OfferExpired",
    "type": "error"
  },
  {
    "selector": "0x60405b57",
    "inputs": [
      {
        "name": "seconds_",
        "type": "uint256"
      },
      {
        "name": "maximum",
        "type": "uint256"
      }
    ],
    "name": "RefundOutOfBounds",
    "type": "error"
  },
  {
    "selector": "0x3f42bac4",
    "inputs": [
      {
        "name": "id",
        "type": "bytes32"
      }
    ],
    "name": "RentalExists",
    "type": "error"
  },
  {
    "selector": "0x1d1cd4e6",
    "inputs": [
      {
        "name": "end",
        "type": "uint256"
      }
    ],
    "name": "RentalOver",
    "type": "error"
  },
  {
    "selector": "0x9eae58a0",
    "inputs": [
      {
        "name": "dueAt",
        "type": "uint256"
      }
    ],
    "name": "SettlementDue",
    "type": "error"
  },
  {
    "selector": "0x3e39a893",
    "inputs": [
      {
        "name": "hostBps",
        "type": "uint256"
      },
      {
        "name": "maximum",
        "type": "uint256"
      }
    ],
    "name": "ShareOutOfBounds",
    "type": "error"
  },
  {
    "selector": "0xc12a93e0",
    "inputs": [
      {
        "name": "deadline",
        "type": "uint256"
      }
    ],
    "name": "StartWindowOver",
    "type": "error"
  },
  {
    "selector": "0xd9df398d",
    "inputs": [
      {
        "name": "startWindow",
        "type": "uint256"
      },
      {
        "name": "maximum",
        "type": "uint256"
      }
    ],
    "name": "StartWindowTooLong",
    "type": "error"
  },
  {
    "selector": "0x5a0a2fe3",
    "inputs": [
      {
        "name": "token",
        "type": "address"
      }
    ],
    "name": "TransferRefused",
    "type": "error"
  },
  {
    "selector": "0x1ff641ae",
    "inputs": [
      {
        "name": "received",
        "type": "uint256"
      },
      {
        "name": "expected",
        "type": "uint256"
      }
    ],
    "name": "WrongAmountReceived",
    "type": "error"
  },
  {
    "selector": "0xc42a4d25",
    "inputs": [
      {
        "name": "arbiter",
        "type": "address"
      },
      {
        "name": "marketArbiter",
        "type": "address"
      }
    ],
    "name": "WrongArbiter",
    "type": "error"
  },
  {
    "selector": "0x6112d253",
    "inputs": [
      {
        "name": "epoch",
        "type": "uint32"
      },
      {
        "name": "current",
        "type": "uint32"
      }
    ],
    "name": "WrongEpoch",
    "type": "error"
  },
  {
    "selector": "0xe4a1d1f7",
    "inputs": [
      {
        "name": "nonce",
        "type": "uint32"
      },
      {
        "name": "current",
        "type": "uint32"
      }
    ],
    "name": "WrongNonce",
    "type": "error"
  },
  {
    "selector": "0xc6594a0f",
    "inputs": [
      {
        "name": "renter",
        "type": "address"
      },
      {
        "name": "expected",
        "type": "address"
      }
    ],
    "name": "WrongRenter",
    "type": "error"
  },
  {
    "selector": "0x9d819744",
    "inputs": [
      {
        "name": "id",
        "type": "bytes32"
      },
      {
        "internalType": "enum Status",
        "name": "status",
        "type": "uint8"
      }
    ],
    "name": "WrongStatus",
    "type": "error"
  },
  {
    "selector": "0x195a3ca1",
    "inputs": [
      {
        "name": "value",
        "type": "uint256"
      },
      {
        "name": "expected",
        "type": "uint256"
      }
    ],
    "name": "WrongValue",
    "type": "error"
  },
  {
    "selector": "0x1f2a2005",
    "inputs": [],
    "name": "ZeroAmount",
    "type": "error"
  },
  {
    "selector": "0xd6bda275",
    "inputs": [],
    "name": "FailedCall",
    "type": "error"
  },
  {
    "selector": "0xb3512b0c",
    "inputs": [],
    "name": "InvalidShortString",
    "type": "error"
  },
  {
    "selector": "0x1e4fbdf7",
    "inputs": [
      {
        "name": "owner",
        "type": "address"
      }
    ],
    "name": "OwnableInvalidOwner",
    "type": "error"
  },
  {
    "selector": "0x118cdaa7",
    "inputs": [
      {
        "name": "account",
        "type": "address"
      }
    ],
    "name": "OwnableUnauthorizedAccount",
    "type": "error"
  },
  {
    "selector": "0x3ee5aeb5",
    "inputs": [],
    "name": "ReentrancyGuardReentrantCall",
    "type": "error"
  },
  {
    "selector": "0x5274afe7",
    "inputs": [
      {
        "name": "token",
        "type": "address"
      }
    ],
    "name": "SafeERC20FailedOperation",
    "type": "error"
  },
  {
    "selector": "0x305a27a9",
    "inputs": [
      {
        "name": "str",
        "type": "string"
      }
    ],
    "name": "StringTooLong",
    "type": "error"
  }
] as const
