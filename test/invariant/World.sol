// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {Offer} from "../../contracts/interfaces/IRentalEscrow.sol";
import {deployEscrow} from "../deployEscrow.sol";
import {Escrow} from "../Escrow.sol";
import {MoodyToken} from "../mocks/MoodyToken.sol";
import {IScript, Rogue} from "../mocks/Rogue.sol";
import {Token} from "../mocks/Token.sol";
import {signQuickly} from "../signQuickly.sol";
import {vm} from "../Vm.sol";

/// @dev Everyone in play: two hosts, three renters and four payees, of whom some misbehave; three kinds of money; and
/// those who hold power and must never hold money.
abstract contract World is IScript {
    address internal constant NATIVE = address(0);
    uint256 internal constant PURSE = 2 ** 120;
    bytes internal constant NO_PERMIT = "";
    bytes32 private constant _DOMAIN_TYPE = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );
    bytes32 private constant _OFFER_TYPE = keccak256(
        "Offer(address host,address payee,address operator,address renter,address token,address arbiter,"
        "uint96 pricePerHour,uint96 bond,uint32 minDuration,uint32 maxDuration,uint32 startWindow,"
        "uint32 challengeWindow,uint32 nonce,uint32 epoch,uint40 expiry,uint16 maxFeeBps,bool rolling,"
        "bytes32 machine,bytes32 spec)"
    );

    Escrow public escrow;
    Token internal _usdc;
    MoodyToken internal _moody;
    address[3] internal _tokens;

    uint256[2] internal _hostKeys = [_key("host"), _key("second host")];
    uint256[2] internal _spareKeys = [_key("signer"), _key("second signer")];
    address[2] internal _hosts = [vm.addr(_hostKeys[0]), vm.addr(_hostKeys[1])];
    address[3] internal _renters;
    address[4] internal _payees;
    Rogue[2] internal _rogues;
    address internal _operator = vm.addr(_key("operator"));
    address internal _payer = vm.addr(_key("payer"));
    /// @dev Never approves anything: it pays with permits alone.
    address internal _permitter = vm.addr(_key("permitter"));

    // Those who hold power, or none.
    address internal _owner = vm.addr(_key("owner"));
    address[2] internal _guardians = [vm.addr(_key("guardian")), vm.addr(_key("second guardian"))];
    address[2] internal _arbiters = [vm.addr(_key("arbiter")), vm.addr(_key("second arbiter"))];
    address[2] internal _treasuries = [vm.addr(_key("treasury")), vm.addr(_key("second treasury"))];
    address internal _keeper = vm.addr(_key("keeper"));
    address internal _stranger = vm.addr(_key("stranger"));

    uint256 internal _now = 1_800_000_000;
    /// @dev All seeds of a run so far: no two runs share it.
    uint256 public entropy;

    function setUp(uint256 seed) public virtual {
        entropy = seed;
        vm.warp(_now);
        escrow = deployEscrow({owner: _owner, guardian: _guardians[0], treasury: _treasuries[0], salt: "invariants"});
        _usdc = new Token("USD Coin", "USDC", 6);
        _moody = new MoodyToken();
        _tokens = [NATIVE, address(_usdc), address(_moody)];
        _rogues = [new Rogue(this), new Rogue(this)];
        _renters = [vm.addr(_key("renter")), address(_rogues[0]), vm.addr(_key("second renter"))];
        // One renter is also a payee: of its own rentals, too.
        _payees = [vm.addr(_key("payee")), address(_rogues[1]), _hosts[1], _renters[2]];
    }

    /// @dev Those whose balance nothing may raise.
    function powerful() public view returns (address[7] memory) {
        return [_owner, _guardians[0], _guardians[1], _arbiters[0], _arbiters[1], _keeper, _stranger];
    }

    function tokens() public view returns (address[3] memory) {
        return _tokens;
    }

    // Signatures

    function _domain(uint256 chainId, address verifier) internal pure returns (bytes32) {
        return keccak256(abi.encode(_DOMAIN_TYPE, keccak256("RentalEscrow"), keccak256("1"), chainId, verifier));
    }

    function _sign(Offer memory offer, uint256 key, bytes32 domain) internal pure returns (bytes memory) {
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", domain, keccak256(abi.encode(_OFFER_TYPE, offer))));
        return signQuickly(key, digest);
    }

    function _permit(uint256 value) internal view returns (bytes memory) {
        bytes32 typeHash = keccak256(
            "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
        );
        uint256 nonce = _usdc.nonces(_permitter);
        bytes32 structHash = keccak256(abi.encode(typeHash, _permitter, address(escrow), value, nonce, _now));
        bytes32 digest = keccak256(abi.encodePacked(hex"1901", _usdc.DOMAIN_SEPARATOR(), structHash));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(_key("permitter"), digest);
        return abi.encode(value, _now, v, r, s);
    }

    // Money

    function balanceOf(address token, address account) public view returns (uint256) {
        return token == NATIVE ? account.balance : Token(token).balanceOf(account);
    }

    function _fund(address token, address account, bool approves) internal {
        if (token == NATIVE) return vm.deal(account, PURSE);
        Token(token).mint(account, PURSE);
        if (!approves) return;
        vm.prank(account);
        Token(token).approve(address(escrow), type(uint256).max);
    }

    // Chance

    function _seed(uint256 seed) internal {
        entropy = uint256(keccak256(abi.encode(entropy, seed)));
    }

    function _random() internal returns (uint256) {
        return entropy = uint256(keccak256(abi.encode(entropy)));
    }

    function _below(uint256 limit) internal returns (uint256) {
        return _random() % limit;
    }

    function _oneIn(uint256 n) internal returns (bool) {
        return _random() % n == 0;
    }

    /// @dev From 1 on, each number of bits up to `bits` as likely as any other.
    function _magnitude(uint256 bits) internal returns (uint256) {
        uint256 random = _random();
        return ((random >> 8) % (1 << (1 + (random % bits)))) | 1;
    }

    function _wait(uint256 seconds_) internal {
        vm.warp(_now += seconds_);
    }

    function _waitUntil(uint256 timestamp) internal {
        if (timestamp > _now) vm.warp(_now = timestamp);
    }

    function _key(string memory name) internal pure returns (uint256) {
        return uint256(keccak256(bytes(name)));
    }
}
