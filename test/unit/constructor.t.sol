// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

import {IRentalEscrow} from "../../contracts/interfaces/IRentalEscrow.sol";
import {Base} from "../Base.t.sol";
import {Escrow} from "../Escrow.sol";
import {vm} from "../Vm.sol";

contract ConstructorTest is Base {
    function test_RevertWhen_OwnerIsZero() external {
        vm.expectRevert(abi.encodeWithSelector(Ownable.OwnableInvalidOwner.selector, address(0)));
        this.construct(address(0), guardian, treasury);
    }

    function test_RevertWhen_TreasuryIsZero() external {
        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.InvalidTreasury.selector, address(0)));
        this.construct(stranger, guardian, address(0));
    }

    function test_RevertWhen_TreasuryIsTheEscrow() external {
        address next = _next();

        vm.expectRevert(abi.encodeWithSelector(IRentalEscrow.InvalidTreasury.selector, next));
        this.construct(stranger, guardian, next);
    }

    function test_DeploysWithoutGuardian() external {
        escrow = this.construct(stranger, address(0), treasury);

        assertEq(escrow.guardian(), address(0), "guardian");
    }

    function test_EmitsOneEventPerParameter() external {
        address next = _next();

        vm.expectEmit(next);
        emit Ownable.OwnershipTransferred(address(0), stranger);
        vm.expectEmit(next);
        emit IRentalEscrow.GuardianSet(guardian);
        vm.expectEmit(next);
        emit IRentalEscrow.TreasurySet(treasury);
        this.construct(stranger, guardian, treasury);
    }

    function test_StoresItsParameters() external {
        escrow = this.construct(stranger, guardian, treasury);

        assertEq(escrow.owner(), stranger, "owner");
        assertEq(escrow.pendingOwner(), address(0), "pendingOwner");
        assertEq(escrow.guardian(), guardian, "guardian");
        assertEq(escrow.treasury(), treasury, "treasury");
    }

    function test_OpensNoMarket() external {
        escrow = this.construct(stranger, guardian, treasury);

        address[2] memory tokens = [NATIVE, address(usdc)];
        for (uint256 i = 0; i < tokens.length; ++i) {
            (address arbiter_, uint16 feeBps, bool open) = escrow.markets(tokens[i]);
            assertEq(arbiter_, address(0), "arbiter");
            assertEq(feeBps, 0, "feeBps");
            assertEq(open, false, "open");
        }
    }

    function test_DescribesItsTypedData() external view {
        (
            bytes1 fields,
            string memory name,
            string memory version,
            uint256 chainId,
            address verifyingContract,
            bytes32 salt,
            uint256[] memory extensions
        ) = escrow.eip712Domain();

        assertEq(bytes32(fields), bytes32(hex"0f"), "fields");
        assertEq(keccak256(bytes(name)), keccak256("RentalEscrow"), "name");
        assertEq(keccak256(bytes(version)), keccak256("1"), "version");
        assertEq(chainId, block.chainid, "chainId");
        assertEq(verifyingContract, address(escrow), "verifyingContract");
        assertEq(salt, bytes32(0), "salt");
        assertEq(extensions.length, 0, "extensions");
    }

    /// @dev Deploys the built contract as `new` does: at an address that does not follow from the arguments. A call of its
    /// own, because an expected revert is not noticed in a bare `create`.
    function construct(address owner, address guardian_, address treasury_) external returns (Escrow deployed) {
        bytes memory code = vm.getCode("RentalEscrow.sol:RentalEscrow");
        bytes memory creation = bytes.concat(code, abi.encode(owner, guardian_, treasury_));
        assembly ("memory-safe") {
            deployed := create(0, add(creation, 32), mload(creation))
            if iszero(deployed) {
                returndatacopy(0, 0, returndatasize())
                revert(0, returndatasize())
            }
        }
    }

    /// @dev Where the next contract that this test deploys will be.
    function _next() private view returns (address) {
        return vm.computeCreateAddress(address(this), vm.getNonce(address(this)));
    }
}
