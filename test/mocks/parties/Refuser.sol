// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev Rejects coins in the way that a test sets, until the test lets it accept them.
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
            // As many bytes as its gas pays for: the cost of memory grows quadratically.
            assembly {
                revert(0, 300000)
            }
        }
    }

    function behave(Manner manner) external {
        _manner = manner;
    }
}
