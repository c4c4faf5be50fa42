// Written by `npm run generate`. Do not edit.

/** The ABI of RentalRouter. */
export const rentalRouterAbi = [
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "allowance",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "required",
        "type": "uint256"
      }
    ],
    "name": "InsufficientPermit2Allowance",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "token",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "expected",
        "type": "address"
      }
    ],
    "name": "MixedTokens",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "NativeCoin",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "account",
        "type": "address"
      }
    ],
    "name": "NotContract",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "caller",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "relayer",
        "type": "address"
      }
    ],
    "name": "NotRelayer",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "balance",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "expected",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "allowance",
        "type": "uint256"
      }
    ],
    "name": "NotSettled",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "count",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "minimum",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "maximum",
        "type": "uint256"
      }
    ],
    "name": "OrderCountOutOfBounds",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "payer",
        "type": "address"
      },
      {
        "internalType": "bytes32",
        "name": "purchase",
        "type": "bytes32"
      },
      {
        "internalType": "bytes",
        "name": "reason",
        "type": "bytes"
      }
    ],
    "name": "PaymentRefused",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "validBefore",
        "type": "uint256"
      }
    ],
    "name": "PurchaseExpired",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "payer",
        "type": "address"
      },
      {
        "internalType": "bytes32",
        "name": "purchase",
        "type": "bytes32"
      }
    ],
    "name": "PurchaseUsed",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "payer",
        "type": "address"
      }
    ],
    "name": "UndeployedPayer",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "rentals",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "durations",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "hostSignatures",
        "type": "uint256"
      }
    ],
    "name": "UnequalLengths",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "value",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "price",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "relayFee",
        "type": "uint256"
      }
    ],
    "name": "ValueTooSmall",
    "type": "error"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "purchase",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      },
      {
        "indexed": true,
        "internalType": "address",
        "name": "payer",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "address",
        "name": "relayer",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint32",
        "name": "duration",
        "type": "uint32"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      }
    ],
    "name": "Purchased",
    "type": "event"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "components": [
              {
                "internalType": "bytes32",
                "name": "rentalId",
                "type": "bytes32"
              },
              {
                "internalType": "address",
                "name": "renter",
                "type": "address"
              },
              {
                "internalType": "uint32",
                "name": "duration",
                "type": "uint32"
              }
            ],
            "internalType": "struct Order[]",
            "name": "orders",
            "type": "tuple[]"
          },
          {
            "internalType": "uint256",
            "name": "relayFee",
            "type": "uint256"
          },
          {
            "internalType": "address",
            "name": "relayer",
            "type": "address"
          },
          {
            "internalType": "uint256",
            "name": "validBefore",
            "type": "uint256"
          }
        ],
        "internalType": "struct Purchase",
        "name": "purchase",
        "type": "tuple"
      }
    ],
    "name": "digestOf",
    "outputs": [
      {
        "internalType": "bytes32",
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "escrow",
    "outputs": [
      {
        "internalType": "contract IRentalEscrow",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "components": [
              {
                "internalType": "address",
                "name": "host",
                "type": "address"
              },
              {
                "internalType": "address",
                "name": "payee",
                "type": "address"
              },
              {
                "internalType": "address",
                "name": "operator",
                "type": "address"
              },
              {
                "internalType": "address",
                "name": "renter",
                "type": "address"
              },
              {
                "internalType": "address",
                "name": "token",
                "type": "address"
              },
              {
                "internalType": "address",
                "name": "arbiter",
                "type": "address"
              },
              {
                "internalType": "uint96",
                "name": "pricePerHour",
                "type": "uint96"
              },
              {
                "internalType": "uint96",
                "name": "bond",
                "type": "uint96"
              },
              {
                "internalType": "uint32",
                "name": "minDuration",
                "type": "uint32"
              },
              {
                "internalType": "uint32",
                "name": "maxDuration",
                "type": "uint32"
              },
              {
                "internalType": "uint32",
                "name": "startWindow",
                "type": "uint32"
              },
              {
                "internalType": "uint32",
                "name": "challengeWindow",
                "type": "uint32"
              },
              {
                "internalType": "uint32",
                "name": "nonce",
                "type": "uint32"
              },
              {
                "internalType": "uint32",
                "name": "epoch",
                "type": "uint32"
              },
              {
                "internalType": "uint40",
                "name": "expiry",
                "type": "uint40"
              },
              {
                "internalType": "uint16",
                "name": "maxFeeBps",
                "type": "uint16"
              },
              {
                "internalType": "bool",
                "name": "rolling",
                "type": "bool"
              },
              {
                "internalType": "bytes32",
                "name": "machine",
                "type": "bytes32"
              },
              {
                "internalType": "bytes32",
                "name": "spec",
                "type": "bytes32"
              }
            ],
            "internalType": "struct Offer",
            "name": "offer",
            "type": "tuple"
          },
          {
            "internalType": "address",
            "name": "renter",
            "type": "address"
          },
          {
            "internalType": "bytes32",
            "name": "salt",
            "type": "bytes32"
          }
        ],
        "internalType": "struct Rental",
        "name": "rental",
        "type": "tuple"
      },
      {
        "internalType": "uint32",
        "name": "duration",
        "type": "uint32"
      },
      {
        "components": [
          {
            "internalType": "address",
            "name": "payer",
            "type": "address"
          },
          {
            "internalType": "uint256",
            "name": "value",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "relayFee",
            "type": "uint256"
          },
          {
            "internalType": "address",
            "name": "relayer",
            "type": "address"
          },
          {
            "internalType": "uint256",
            "name": "validBefore",
            "type": "uint256"
          },
          {
            "internalType": "bytes",
            "name": "signature",
            "type": "bytes"
          },
          {
            "internalType": "enum Method",
            "name": "method",
            "type": "uint8"
          },
          {
            "internalType": "bytes",
            "name": "permit",
            "type": "bytes"
          }
        ],
        "internalType": "struct Payment",
        "name": "payment",
        "type": "tuple"
      }
    ],
    "name": "extend",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "components": [
              {
                "internalType": "bytes32",
                "name": "rentalId",
                "type": "bytes32"
              },
              {
                "internalType": "address",
                "name": "renter",
                "type": "address"
              },
              {
                "internalType": "uint32",
                "name": "duration",
                "type": "uint32"
              }
            ],
            "internalType": "struct Order[]",
            "name": "orders",
            "type": "tuple[]"
          },
          {
            "internalType": "uint256",
            "name": "relayFee",
            "type": "uint256"
          },
          {
            "internalType": "address",
            "name": "relayer",
            "type": "address"
          },
          {
            "internalType": "uint256",
            "name": "validBefore",
            "type": "uint256"
          }
        ],
        "internalType": "struct Purchase",
        "name": "purchase",
        "type": "tuple"
      }
    ],
    "name": "hashPurchase",
    "outputs": [
      {
        "internalType": "bytes32",
        "name": "",
        "type": "bytes32"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "permit2",
    "outputs": [
      {
        "internalType": "contract IPermit2",
        "name": "",
        "type": "address"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "components": [
              {
                "internalType": "address",
                "name": "host",
                "type": "address"
              },
              {
                "internalType": "address",
                "name": "payee",
                "type": "address"
              },
              {
                "internalType": "address",
                "name": "operator",
                "type": "address"
              },
              {
                "internalType": "address",
                "name": "renter",
                "type": "address"
              },
              {
                "internalType": "address",
                "name": "token",
                "type": "address"
              },
              {
                "internalType": "address",
                "name": "arbiter",
                "type": "address"
              },
              {
                "internalType": "uint96",
                "name": "pricePerHour",
                "type": "uint96"
              },
              {
                "internalType": "uint96",
                "name": "bond",
                "type": "uint96"
              },
              {
                "internalType": "uint32",
                "name": "minDuration",
                "type": "uint32"
              },
              {
                "internalType": "uint32",
                "name": "maxDuration",
                "type": "uint32"
              },
              {
                "internalType": "uint32",
                "name": "startWindow",
                "type": "uint32"
              },
              {
                "internalType": "uint32",
                "name": "challengeWindow",
                "type": "uint32"
              },
              {
                "internalType": "uint32",
                "name": "nonce",
                "type": "uint32"
              },
              {
                "internalType": "uint32",
                "name": "epoch",
                "type": "uint32"
              },
              {
                "internalType": "uint40",
                "name": "expiry",
                "type": "uint40"
              },
              {
                "internalType": "uint16",
                "name": "maxFeeBps",
                "type": "uint16"
              },
              {
                "internalType": "bool",
                "name": "rolling",
                "type": "bool"
              },
              {
                "internalType": "bytes32",
                "name": "machine",
                "type": "bytes32"
              },
              {
                "internalType": "bytes32",
                "name": "spec",
                "type": "bytes32"
              }
            ],
            "internalType": "struct Offer",
            "name": "offer",
            "type": "tuple"
          },
          {
            "internalType": "address",
            "name": "renter",
            "type": "address"
          },
          {
            "internalType": "bytes32",
            "name": "salt",
            "type": "bytes32"
          }
        ],
        "internalType": "struct Rental[]",
        "name": "rentals",
        "type": "tuple[]"
      },
      {
        "internalType": "uint32[]",
        "name": "durations",
        "type": "uint32[]"
      },
      {
        "internalType": "bytes[]",
        "name": "hostSignatures",
        "type": "bytes[]"
      },
      {
        "components": [
          {
            "internalType": "address",
            "name": "payer",
            "type": "address"
          },
          {
            "internalType": "uint256",
            "name": "value",
            "type": "uint256"
          },
          {
            "internalType": "uint256",
            "name": "relayFee",
            "type": "uint256"
          },
          {
            "internalType": "address",
            "name": "relayer",
            "type": "address"
          },
          {
            "internalType": "uint256",
            "name": "validBefore",
            "type": "uint256"
          },
          {
            "internalType": "bytes",
            "name": "signature",
            "type": "bytes"
          },
          {
            "internalType": "enum Method",
            "name": "method",
            "type": "uint8"
          },
          {
            "internalType": "bytes",
            "name": "permit",
            "type": "bytes"
          }
        ],
        "internalType": "struct Payment",
        "name": "payment",
        "type": "tuple"
      }
    ],
    "name": "rent",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  }
] as const
