// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev Refuses coins, in the way that it is told to, until it is told to accept them.
contract Refuser {
    enum Manner {
        Accept,
        Revert,
        BurnGas,
        Bomb
    }

    Manner private _manner = Manner.Revert;

    receive() external payable {
        if (_manner == Manner.Revert) revert();
        if (_manner == Manner.BurnGas) {
            assembly {
                invalid()
            }
        }
        if (_manner == Manner.Bomb) {
            // As much as its gas pays for: memory grows with the square.
            assembly {
                revert(0, 300000)
            }
        }
    }

    function behave(Manner manner) external {
        _manner = manner;
    }
}
