// Written by `npm run generate`. Do not edit.

/** The ABI of RentalMandate. */
export const rentalMandateAbi = [
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "extendBefore",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "minimum",
        "type": "uint256"
      }
    ],
    "name": "ExtendBeforeTooShort",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "maxDuration",
        "type": "uint256"
      }
    ],
    "name": "FullyExtended",
    "type": "error"
  },
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
    "name": "InsufficientMandateAllowance",
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
        "name": "required",
        "type": "uint256"
      }
    ],
    "name": "InsufficientRenterBalance",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "renter",
        "type": "address"
      }
    ],
    "name": "InvalidMandateSignature",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "left",
        "type": "uint256"
      }
    ],
    "name": "MandateExhausted",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "expiry",
        "type": "uint256"
      }
    ],
    "name": "MandateExpired",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "renter",
        "type": "address"
      }
    ],
    "name": "MandateSignatureRefused",
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
        "name": "signer",
        "type": "address"
      },
      {
        "internalType": "address",
        "name": "renter",
        "type": "address"
      }
    ],
    "name": "NotRentalsRenter",
    "type": "error"
  },
  {
    "inputs": [
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
    "name": "SaltRevoked",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "tip",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "maxTip",
        "type": "uint256"
      }
    ],
    "name": "TipAboveMaximum",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint256",
        "name": "dueAt",
        "type": "uint256"
      }
    ],
    "name": "TooEarly",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "address",
        "name": "renter",
        "type": "address"
      }
    ],
    "name": "UndeployedRenter",
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
      }
    ],
    "name": "WrongBalance",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "uint32",
        "name": "epoch",
        "type": "uint32"
      },
      {
        "internalType": "uint32",
        "name": "current",
        "type": "uint32"
      }
    ],
    "name": "WrongMandateEpoch",
    "type": "error"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "id",
        "type": "bytes32"
      },
      {
        "internalType": "bytes32",
        "name": "expected",
        "type": "bytes32"
      }
    ],
    "name": "WrongRental",
    "type": "error"
  },
  {
    "inputs": [],
    "name": "ZeroStep",
    "type": "error"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "renter",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "uint32",
        "name": "epoch",
        "type": "uint32"
      }
    ],
    "name": "AllMandatesRevoked",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "mandate",
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
        "name": "renter",
        "type": "address"
      },
      {
        "indexed": false,
        "internalType": "address",
        "name": "keeper",
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
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "tip",
        "type": "uint256"
      },
      {
        "indexed": false,
        "internalType": "uint256",
        "name": "spent",
        "type": "uint256"
      }
    ],
    "name": "MandateExecuted",
    "type": "event"
  },
  {
    "anonymous": false,
    "inputs": [
      {
        "indexed": true,
        "internalType": "address",
        "name": "renter",
        "type": "address"
      },
      {
        "indexed": true,
        "internalType": "bytes32",
        "name": "salt",
        "type": "bytes32"
      }
    ],
    "name": "MandateRevoked",
    "type": "event"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "address",
            "name": "renter",
            "type": "address"
          },
          {
            "internalType": "bytes32",
            "name": "rentalId",
            "type": "bytes32"
          },
          {
            "internalType": "uint96",
            "name": "maxTotal",
            "type": "uint96"
          },
          {
            "internalType": "uint32",
            "name": "step",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "extendBefore",
            "type": "uint32"
          },
          {
            "internalType": "uint96",
            "name": "maxTip",
            "type": "uint96"
          },
          {
            "internalType": "uint40",
            "name": "expiry",
            "type": "uint40"
          },
          {
            "internalType": "uint32",
            "name": "epoch",
            "type": "uint32"
          },
          {
            "internalType": "bytes32",
            "name": "salt",
            "type": "bytes32"
          }
        ],
        "internalType": "struct Mandate",
        "name": "mandate",
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
    "inputs": [
      {
        "internalType": "address",
        "name": "renter",
        "type": "address"
      }
    ],
    "name": "epoch",
    "outputs": [
      {
        "internalType": "uint32",
        "name": "",
        "type": "uint32"
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
            "internalType": "address",
            "name": "renter",
            "type": "address"
          },
          {
            "internalType": "bytes32",
            "name": "rentalId",
            "type": "bytes32"
          },
          {
            "internalType": "uint96",
            "name": "maxTotal",
            "type": "uint96"
          },
          {
            "internalType": "uint32",
            "name": "step",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "extendBefore",
            "type": "uint32"
          },
          {
            "internalType": "uint96",
            "name": "maxTip",
            "type": "uint96"
          },
          {
            "internalType": "uint40",
            "name": "expiry",
            "type": "uint40"
          },
          {
            "internalType": "uint32",
            "name": "epoch",
            "type": "uint32"
          },
          {
            "internalType": "bytes32",
            "name": "salt",
            "type": "bytes32"
          }
        ],
        "internalType": "struct Mandate",
        "name": "mandate",
        "type": "tuple"
      },
      {
        "internalType": "bytes",
        "name": "signature",
        "type": "bytes"
      },
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
        "internalType": "uint96",
        "name": "tip",
        "type": "uint96"
      },
      {
        "internalType": "bytes",
        "name": "permit",
        "type": "bytes"
      }
    ],
    "name": "execute",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
      {
        "components": [
          {
            "internalType": "address",
            "name": "renter",
            "type": "address"
          },
          {
            "internalType": "bytes32",
            "name": "rentalId",
            "type": "bytes32"
          },
          {
            "internalType": "uint96",
            "name": "maxTotal",
            "type": "uint96"
          },
          {
            "internalType": "uint32",
            "name": "step",
            "type": "uint32"
          },
          {
            "internalType": "uint32",
            "name": "extendBefore",
            "type": "uint32"
          },
          {
            "internalType": "uint96",
            "name": "maxTip",
            "type": "uint96"
          },
          {
            "internalType": "uint40",
            "name": "expiry",
            "type": "uint40"
          },
          {
            "internalType": "uint32",
            "name": "epoch",
            "type": "uint32"
          },
          {
            "internalType": "bytes32",
            "name": "salt",
            "type": "bytes32"
          }
        ],
        "internalType": "struct Mandate",
        "name": "mandate",
        "type": "tuple"
      },
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
        "internalType": "uint96",
        "name": "tip",
        "type": "uint96"
      }
    ],
    "name": "nextExtension",
    "outputs": [
      {
        "internalType": "uint32",
        "name": "duration",
        "type": "uint32"
      },
      {
        "internalType": "uint256",
        "name": "amount",
        "type": "uint256"
      },
      {
        "internalType": "uint256",
        "name": "dueAt",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
      {
        "internalType": "bytes32",
        "name": "salt",
        "type": "bytes32"
      }
    ],
    "name": "revoke",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [],
    "name": "revokeAll",
    "outputs": [],
    "stateMutability": "nonpayable",
    "type": "function"
  },
  {
    "inputs": [
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
    "name": "revoked",
    "outputs": [
      {
        "internalType": "bool",
        "name": "",
        "type": "bool"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  },
  {
    "inputs": [
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
    "name": "spent",
    "outputs": [
      {
        "internalType": "uint256",
        "name": "",
        "type": "uint256"
      }
    ],
    "stateMutability": "view",
    "type": "function"
  }
] as const
