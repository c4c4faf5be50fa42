// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Token} from "./Token.sol";

/// @dev A token that answers a test's bytes when asked for its name, symbol or decimals, a megabyte, reverts, or never ends.
contract StrangeToken is Token("Strange", "STRANGE", 6) {
    enum Manner {
        Usual,
        Answers,
        SaysMegabyte,
        Reverts,
        BurnsAllGas
    }

    mapping(bytes4 selector => Manner) private _manners;
    mapping(bytes4 selector => bytes) private _answers;

    function behave(bytes4 selector, Manner manner, bytes calldata answer) external {
        (_manners[selector], _answers[selector]) = (manner, answer);
    }

    function name() public view override returns (string memory) {
        _misbehave();
        return super.name();
    }

    function symbol() public view override returns (string memory) {
        _misbehave();
        return super.symbol();
    }

    function decimals() public view override returns (uint8) {
        _misbehave();
        return super.decimals();
    }

    function _misbehave() private view {
        Manner manner = _manners[msg.sig];
        if (manner == Manner.Answers) {
            bytes memory answer = _answers[msg.sig];
            assembly {
                return(add(answer, 32), mload(answer))
            }
        }
        if (manner == Manner.SaysMegabyte) {
            assembly {
                mstore(0, 32)
                mstore(32, 1048576)
                for {
                    let at := 64
                } lt(at, 1048640) {
                    at := add(at, 32)
                } {
                    mstore(at, "a megabyte of the same letters, ")
                }
                return(0, 1048640)
            }
        }
        require(manner != Manner.Reverts, "strange");
        if (manner == Manner.BurnsAllGas) {
            assembly {
                invalid()
            }
        }
    }
}
