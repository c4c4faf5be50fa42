// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

/// @dev Counts moves around the escrow, and what came of them, and says them in one line of JSON.
abstract contract Moves {
    uint256 internal constant MOVES_PER_CALL = 7;

    mapping(string kind => uint256) public counts;
    string[] private _kinds;
    uint256 private _moves;

    function reportMoves(string memory group, uint256 run) public view returns (string memory line) {
        for (uint256 i = 0; i < _kinds.length; ++i) {
            string memory count = Strings.toString(counts[_kinds[i]]);
            line = string.concat(line, i == 0 ? '"' : ',"', _kinds[i], '":', count);
        }
        string memory head = string.concat('{"run":"', Strings.toString(run), '","group":"', group, '","moves":');
        return string.concat(head, Strings.toString(_moves), ',"kinds":{', line, "}}");
    }

    function _countMove() internal {
        ++_moves;
    }

    function _count(string memory kind) internal {
        if (++counts[kind] == 1) _kinds.push(kind);
    }
}
