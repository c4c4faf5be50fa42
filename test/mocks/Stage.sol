// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {IRentalEscrow, Rental} from "../../contracts/interfaces/IRentalEscrow.sol";
import {Token} from "./Token.sol";

/// @dev The code of every acting account: makes the calls that the stage passes, and can reject coins.
contract Actor {
    bool public refuses;

    error Refused();

    /// @dev The gas is far above the need of any call and far below that of a batch, so that no scene takes the gas of
    /// the next.
    function act(address target, uint256 value, bytes calldata data) external returns (bool ok, bytes memory returned) {
        return target.call{value: value, gas: 8_000_000}(data);
    }

    function setRefuses(bool on) external {
        refuses = on;
    }

    /// @dev ERC-1271: accepts a digest that is followed by the word `contract`.
    function isValidSignature(bytes32 digest, bytes calldata signature) external pure returns (bytes4) {
        bool mine = keccak256(signature) == keccak256(abi.encodePacked(digest, "contract"));
        return mine ? this.isValidSignature.selector : bytes4(0xffffffff);
    }

    receive() external payable {
        require(!refuses, Refused());
    }
}

/// @dev A call by an actor, and the accounts and rentals to read after it.
struct Scene {
    IRentalEscrow escrow;
    Actor actor;
    address target;
    uint256 value;
    bytes data;
    address token;
    address[] accounts;
    address[] hosts;
    bytes32[] ids;
    // One for each id, or none if the views are not read.
    Rental[] rentals;
}

/// @dev Plays many calls of many actors in one transaction. After each it logs the result and the state that was read.
contract Stage {
    event Played(bool ok, bytes returned, bytes seen);

    function play(Scene[] calldata scenes) external {
        for (uint256 i = 0; i < scenes.length; ++i) {
            Scene calldata scene = scenes[i];
            (bool ok, bytes memory returned) = (true, bytes(""));
            if (address(scene.actor) != address(0)) {
                (ok, returned) = scene.actor.act(scene.target, scene.value, scene.data);
            }
            emit Played(ok, returned, look(scene));
        }
    }

    /// @dev Mints tokens for the actors and approves the escrow.
    function fund(Token token, address escrow, Actor[] calldata actors, uint256 amount) external {
        for (uint256 i = 0; i < actors.length; ++i) {
            token.mint(address(actors[i]), amount);
            actors[i].act(address(token), 0, abi.encodeCall(IERC20.approve, (escrow, type(uint256).max)));
        }
    }

    /// @dev Returns raw words in a fixed order: the market and its money, each account, each rental's state, and its
    /// views if they are read. It uses assembly because reading takes longer than acting: every answer is written
    /// directly behind the one before.
    function look(Scene calldata scene) public view returns (bytes memory seen) {
        address escrow = address(scene.escrow);
        uint256 token = uint160(scene.token);
        uint256 end;
        assembly ("memory-safe") {
            seen := mload(0x40)
            end := add(seen, 32)
        }
        end = _ask(end, escrow, IRentalEscrow.markets.selector, token, 0);
        end = _ask(end, escrow, IRentalEscrow.fees.selector, token, 0);
        end = _balance(end, scene.token, uint160(escrow));
        if (scene.ids.length == 0) {
            end = _ask(end, escrow, IRentalEscrow.treasury.selector, 0, 0);
            end = _ask(end, escrow, IRentalEscrow.guardian.selector, 0, 0);
        }
        for (uint256 i = 0; i < scene.accounts.length; ++i) {
            uint256 account = uint160(scene.accounts[i]);
            end = _ask(end, escrow, IRentalEscrow.credits.selector, token, account);
            end = _balance(end, scene.token, account);
        }
        for (uint256 i = 0; i < scene.hosts.length; ++i) {
            uint256 host = uint160(scene.hosts[i]);
            end = _ask(end, escrow, IRentalEscrow.hosts.selector, host, 0);
            end = _ask(end, escrow, IRentalEscrow.bonds.selector, token, host);
        }
        for (uint256 i = 0; i < scene.ids.length; ++i) {
            end = _ask(end, escrow, IRentalEscrow.getRental.selector, uint256(scene.ids[i]), 0);
            if (scene.rentals.length > 0) end = _views(end, escrow, scene.rentals[i]);
        }
        assembly ("memory-safe") {
            mstore(seen, sub(end, add(seen, 32)))
            mstore(0x40, and(add(end, 31), not(31)))
        }
    }

    function _views(uint256 start, address escrow, Rental calldata rental) private view returns (uint256 end) {
        uint256 machine = uint256(rental.offer.machine);
        end = _ask(start, escrow, IRentalEscrow.machines.selector, uint160(rental.offer.host), machine);
        end = _askOf(end, escrow, IRentalEscrow.accrued.selector, rental);
        end = _askOf(end, escrow, IRentalEscrow.due.selector, rental);
        end = _askOf(end, escrow, IRentalEscrow.stakeOf.selector, rental);
        end = _askOf(end, escrow, IRentalEscrow.exitAt.selector, rental);
    }

    /// @dev Reads a balance. An address without code that serves as a token returns no bytes.
    function _balance(uint256 end, address token, uint256 account) private view returns (uint256) {
        if (token != address(0)) return _ask(end, token, IERC20.balanceOf.selector, account, 0);
        assembly ("memory-safe") {
            mstore(end, balance(account))
        }
        return end + 32;
    }

    /// @dev Calls a view with at most two words, and writes the result or the error at `end`.
    function _ask(uint256 end, address target, bytes4 what, uint256 a, uint256 b) private view returns (uint256) {
        assembly ("memory-safe") {
            mstore(end, what)
            mstore(add(end, 4), a)
            mstore(add(end, 36), b)
            pop(staticcall(gas(), target, end, 68, 0, 0))
            returndatacopy(end, 0, returndatasize())
            end := add(end, returndatasize())
        }
        return end;
    }

    /// @dev Calls a view with a rental, and writes the result or the error at `end`.
    function _askOf(uint256 end, address target, bytes4 what, Rental calldata rental) private view returns (uint256) {
        assembly ("memory-safe") {
            mstore(end, what)
            calldatacopy(add(end, 4), rental, 672)
            pop(staticcall(gas(), target, end, 676, 0, 0))
            returndatacopy(end, 0, returndatasize())
            end := add(end, returndatasize())
        }
        return end;
    }
}
