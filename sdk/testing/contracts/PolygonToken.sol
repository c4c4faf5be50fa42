// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";

/// @dev A token whose code is placed at an address, so that no constructor runs: `describe` says what it is. It behaves
/// as USDC does, with EIP-2612 and ERC-3009, for keys and for contract wallets, or as a token without any of this.
/// Anyone can mint.
contract PolygonToken is ERC20, Nonces {
    struct Description {
        string name;
        string symbol;
        /// @dev Of the EIP-712 domain. Empty: the token has neither permits nor authorizations.
        string version;
        uint8 decimals;
        /// @dev Whether `version()` can be called. Tokens of OpenZeppelin do not have it.
        bool showsVersion;
        /// @dev Whether the token has ERC-3009.
        bool hasAuthorizations;
        /// @dev Whether anyone can wrap the native coin in it.
        bool wraps;
    }

    event AuthorizationUsed(address indexed authorizer, bytes32 indexed nonce);
    event AuthorizationCanceled(address indexed authorizer, bytes32 indexed nonce);
    event Deposit(address indexed dst, uint256 wad);
    event Withdrawal(address indexed src, uint256 wad);

    error Expired(uint256 deadline);
    error NotYetValid(uint256 validAfter);
    error InvalidSignature(address signer);
    error UsedAuthorization(address authorizer, bytes32 nonce);
    error NotPayee(address caller, address payee);
    error Unsupported();

    bytes32 private constant _DOMAIN_TYPEHASH = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );
    bytes32 private constant _PERMIT_TYPEHASH = keccak256(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
    );
    bytes32 private constant _TRANSFER_TYPEHASH = keccak256(
        "TransferWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );
    bytes32 private constant _RECEIVE_TYPEHASH = keccak256(
        "ReceiveWithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)"
    );
    bytes32 private constant _CANCEL_TYPEHASH = keccak256("CancelAuthorization(address authorizer,bytes32 nonce)");

    Description private _description;
    mapping(address authorizer => mapping(bytes32 nonce => bool)) private _isUsed;

    constructor() ERC20("", "") {}

    receive() external payable {
        deposit();
    }

    function describe(Description calldata description) external {
        _description = description;
    }

    function mint(address to, uint256 amount) external {
        _mint(to, amount);
    }

    function burn(address from, uint256 amount) external {
        _burn(from, amount);
    }

    function deposit() public payable {
        require(_description.wraps, Unsupported());
        _mint(msg.sender, msg.value);
        emit Deposit(msg.sender, msg.value);
    }

    function withdraw(uint256 amount) external {
        require(_description.wraps, Unsupported());
        _burn(msg.sender, amount);
        emit Withdrawal(msg.sender, amount);
        (bool success, ) = msg.sender.call{value: amount}("");
        require(success);
    }

    // EIP-2612

    function permit(
        address owner,
        address spender,
        uint256 value,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external {
        permit(owner, spender, value, deadline, abi.encodePacked(r, s, v));
    }

    function permit(address owner, address spender, uint256 value, uint256 deadline, bytes memory signature) public {
        require(block.timestamp <= deadline, Expired(deadline));
        bytes32 content = keccak256(abi.encode(_PERMIT_TYPEHASH, owner, spender, value, _useNonce(owner), deadline));
        _checkSignature(owner, content, signature);
        _approve(owner, spender, value);
    }

    // ERC-3009

    function transferWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external {
        bytes memory signature = abi.encodePacked(r, s, v);
        transferWithAuthorization(from, to, value, validAfter, validBefore, nonce, signature);
    }

    function transferWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes memory signature
    ) public {
        _authorized(_TRANSFER_TYPEHASH, from, to, value, validAfter, validBefore, nonce, signature);
    }

    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external {
        bytes memory signature = abi.encodePacked(r, s, v);
        receiveWithAuthorization(from, to, value, validAfter, validBefore, nonce, signature);
    }

    function receiveWithAuthorization(
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes memory signature
    ) public {
        require(msg.sender == to, NotPayee(msg.sender, to));
        _authorized(_RECEIVE_TYPEHASH, from, to, value, validAfter, validBefore, nonce, signature);
    }

    function cancelAuthorization(address authorizer, bytes32 nonce, uint8 v, bytes32 r, bytes32 s) external {
        cancelAuthorization(authorizer, nonce, abi.encodePacked(r, s, v));
    }

    function cancelAuthorization(address authorizer, bytes32 nonce, bytes memory signature) public {
        _useAuthorization(authorizer, nonce);
        _checkSignature(authorizer, keccak256(abi.encode(_CANCEL_TYPEHASH, authorizer, nonce)), signature);
        emit AuthorizationCanceled(authorizer, nonce);
    }

    function authorizationState(address authorizer, bytes32 nonce) external view returns (bool) {
        require(_description.hasAuthorizations, Unsupported());
        return _isUsed[authorizer][nonce];
    }

    // What it calls itself

    function name() public view override returns (string memory) {
        return _description.name;
    }

    function symbol() public view override returns (string memory) {
        return _description.symbol;
    }

    function decimals() public view override returns (uint8) {
        return _description.decimals;
    }

    function version() external view returns (string memory) {
        require(_description.showsVersion, Unsupported());
        return _description.version;
    }

    function nonces(address owner) public view override returns (uint256) {
        require(_hasPermits(), Unsupported());
        return super.nonces(owner);
    }

    // solhint-disable-next-line func-name-mixedcase
    function DOMAIN_SEPARATOR() public view returns (bytes32) {
        require(_hasPermits(), Unsupported());
        bytes32 nameHash = keccak256(bytes(_description.name));
        bytes32 versionHash = keccak256(bytes(_description.version));
        return keccak256(abi.encode(_DOMAIN_TYPEHASH, nameHash, versionHash, block.chainid, address(this)));
    }

    function _hasPermits() private view returns (bool) {
        return bytes(_description.version).length > 0;
    }

    function _authorized(
        bytes32 kind,
        address from,
        address to,
        uint256 value,
        uint256 validAfter,
        uint256 validBefore,
        bytes32 nonce,
        bytes memory signature
    ) private {
        require(block.timestamp > validAfter, NotYetValid(validAfter));
        require(block.timestamp < validBefore, Expired(validBefore));
        _useAuthorization(from, nonce);
        bytes32 content = keccak256(abi.encode(kind, from, to, value, validAfter, validBefore, nonce));
        _checkSignature(from, content, signature);
        emit AuthorizationUsed(from, nonce);
        _transfer(from, to, value);
    }

    function _useAuthorization(address authorizer, bytes32 nonce) private {
        require(_description.hasAuthorizations, Unsupported());
        require(!_isUsed[authorizer][nonce], UsedAuthorization(authorizer, nonce));
        _isUsed[authorizer][nonce] = true;
    }

    function _checkSignature(address signer, bytes32 content, bytes memory signature) private view {
        bytes32 digest = MessageHashUtils.toTypedDataHash(DOMAIN_SEPARATOR(), content);
        require(SignatureChecker.isValidSignatureNow(signer, digest, signature), InvalidSignature(signer));
    }
}
