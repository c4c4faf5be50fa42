// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Machine, Offer, Rental, Status} from "../contracts/interfaces/IRentalEscrow.sol";
import {Escrow} from "./Escrow.sol";
import {Assert} from "./Assert.sol";
import {deployEscrow} from "./deployEscrow.sol";
import {Token} from "./mocks/Token.sol";
import {Vm, vm} from "./Vm.sol";

/// @dev Actors, a dollar token, one open market for it and one for the native coin, and one-line lifecycle helpers.
abstract contract Base is Assert {
    uint256 internal constant HOST_KEY = uint256(keccak256("host"));
    address internal constant NATIVE = address(0);
    uint16 internal constant FEE_BPS = 1000;
    uint40 internal constant T0 = 1_800_000_000;
    bytes internal constant NO_PERMIT = "";
    /// @dev Of a `stop` or an `interrupt` whose bound is not what the test is about.
    uint256 internal constant NO_BOUND = type(uint256).max;

    address internal host = vm.addr(HOST_KEY);
    address internal operator = _actor("operator");
    address internal payee = _actor("payee");
    address internal renter = _actor("renter");
    address internal payer = _actor("payer");
    address internal arbiter = _actor("arbiter");
    address internal treasury = _actor("treasury");
    address internal guardian = _actor("guardian");
    address internal keeper = _actor("keeper");
    address internal stranger = _actor("stranger");

    /// @dev A test may set up more than one world; each has an escrow of its own.
    uint256 private _worlds;

    Escrow internal escrow;
    Token internal usdc;

    function setUp() public virtual {
        vm.warp(T0);
        escrow = deployEscrow({owner: address(this), guardian: guardian, treasury: treasury, salt: bytes32(++_worlds)});
        usdc = new Token("USD Coin", "USDC", 6);
        escrow.setMarket({token: address(usdc), arbiter: arbiter, feeBps: FEE_BPS, open: true});
        escrow.setMarket({token: NATIVE, arbiter: arbiter, feeBps: FEE_BPS, open: true});
        address[4] memory wallets = [host, renter, payer, stranger];
        for (uint256 i = 0; i < wallets.length; ++i) {
            _fund(wallets[i], address(usdc), type(uint128).max);
            _fund(wallets[i], NATIVE, type(uint128).max);
        }
    }

    // Terms

    /// @dev An A100 at 1.50 dollars an hour, to be started within half an hour, to be challenged within six hours.
    function _offer() internal view returns (Offer memory offer) {
        offer.host = host;
        offer.payee = payee;
        offer.operator = operator;
        offer.token = address(usdc);
        offer.arbiter = arbiter;
        offer.pricePerHour = 1_500_000;
        offer.minDuration = 1;
        offer.maxDuration = 30 days;
        offer.startWindow = 30 minutes;
        offer.challengeWindow = 6 hours;
        (, offer.nonce, ) = escrow.machines(host, "a100-0");
        (, offer.epoch, ) = escrow.hosts(host);
        offer.expiry = uint40(block.timestamp) + 10 minutes;
        offer.maxFeeBps = 1500;
        offer.machine = "a100-0";
        offer.spec = keccak256("A100 80 GB");
    }

    function _rental(Offer memory offer) internal view returns (Rental memory) {
        return Rental({offer: offer, renter: renter, salt: "salt"});
    }

    function _sign(Offer memory offer) internal view virtual returns (bytes memory) {
        return _sign(offer, HOST_KEY);
    }

    function _sign(Offer memory offer, uint256 key) internal view returns (bytes memory) {
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(key, _digest(offer));
        return abi.encodePacked(r, s, v);
    }

    /// @dev EIP-712 digest, domain read from the contract's own EIP-5267 description.
    function _digest(Offer memory offer) internal view returns (bytes32) {
        (, string memory name, string memory version, uint256 chainId, address verifier, , ) = escrow.eip712Domain();
        bytes32 typeHash = keccak256(
            "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
        );
        bytes32 domain = keccak256(
            abi.encode(typeHash, keccak256(bytes(name)), keccak256(bytes(version)), chainId, verifier)
        );
        return keccak256(abi.encodePacked(hex"1901", domain, escrow.hashOffer(offer)));
    }

    // Life

    function _deposit(Rental memory rental, uint32 duration) internal returns (bytes32) {
        uint256 price = (uint256(rental.offer.pricePerHour) * duration) / 1 hours;
        bytes memory signature = _sign(rental.offer);
        vm.prank(payer);
        return escrow.deposit{value: rental.offer.token == NATIVE ? price : 0}(rental, duration, signature, NO_PERMIT);
    }

    function _start(Rental memory rental) internal {
        vm.prank(operator);
        escrow.start(rental);
    }

    function _fundBond(address token, uint256 amount) internal {
        vm.prank(host);
        escrow.fundBond{value: token == NATIVE ? amount : 0}(token, amount);
    }

    function _fund(address account, address token, uint256 amount) internal {
        if (token == NATIVE) return vm.deal(account, amount);
        Token(token).mint(account, amount);
        vm.prank(account);
        Token(token).approve(address(escrow), type(uint256).max);
    }

    function _balance(address token, address account) internal view returns (uint256) {
        return token == NATIVE ? account.balance : Token(token).balanceOf(account);
    }

    function _machine(Offer memory offer) internal view returns (Machine memory machine) {
        (machine.busyUntil, machine.nonce, machine.depositBlock) = escrow.machines(offer.host, offer.machine);
    }

    function _status(bytes32 id) internal view returns (Status) {
        return escrow.getRental(id).status;
    }

    function _actor(string memory name) private returns (address account) {
        account = vm.addr(uint256(keccak256(bytes(name))));
        vm.label(account, name);
    }
}
