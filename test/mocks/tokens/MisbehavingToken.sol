// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev A small, correct token that a test can switch to misbehave. Each mock then replaces the transfer by its own.
abstract contract MisbehavingToken {
    /// @dev The error with which a token refuses a call.
    error Misbehaved();

    struct Parties {
        address escrow;
        address renter;
        address payee;
        address treasury;
    }

    bool public misbehaving;
    /// @dev The number of calls back into the escrow that succeeded.
    uint256 public reentries;
    mapping(address owner => mapping(address spender => uint256)) internal _allowances;
    mapping(address account => uint256) internal _balances;
    Parties internal _parties;

    // Set by a test

    /// @dev The accounts that a mock treats in a special way.
    function meet(Parties calldata parties) external {
        _parties = parties;
    }

    function misbehave(bool on) external {
        misbehaving = on;
        _onSwitch(on);
    }

    /// @dev Sets the calls to make during a transfer. Most mocks ignore them.
    function arm(bytes[] calldata calls) external virtual {}

    function mint(address to, uint256 amount) external {
        _balances[to] += amount;
    }

    // Read by a test, and true even if the token reports other values

    function heldBy(address account) public view virtual returns (uint256) {
        return _balances[account];
    }

    /// @dev Whether the token has no code while it misbehaves. The test removes the code, as no contract can remove its
    /// own.
    function vanishes() external view virtual returns (bool) {
        return false;
    }

    function pricePerHour() external view virtual returns (uint96) {
        return uint96(15 * 10 ** decimals());
    }

    // ERC-20

    function decimals() public view virtual returns (uint8) {
        return 18;
    }

    function balanceOf(address account) external view virtual returns (uint256) {
        return heldBy(account);
    }

    function allowance(address owner, address spender) external view virtual returns (uint256) {
        return _allowances[owner][spender];
    }

    function approve(address spender, uint256 amount) external virtual returns (bool) {
        _allowances[msg.sender][spender] = amount;
        return true;
    }

    /// @dev Declared without a result, because each mock chooses the bytes that it returns.
    function transfer(address to, uint256 amount) external {
        _transfer(msg.sender, to, amount);
    }

    /// @dev Does not reduce the allowance.
    function transferFrom(address from, address to, uint256 amount) external {
        require(_allowances[from][msg.sender] >= amount, Misbehaved());
        _transfer(from, to, amount);
    }

    // Defined by a mock

    /// @dev The transfer of a misbehaving token. It returns true unless the mock ends the call itself.
    function _misbehave(address from, address to, uint256 amount) internal virtual;

    function _onSwitch(bool on) internal virtual {}

    function _move(address from, address to, uint256 amount) internal {
        require(_balances[from] >= amount, Misbehaved());
        _balances[from] -= amount;
        _balances[to] += amount;
    }

    /// @dev Ends the call and returns exactly these bytes.
    function _answer(bytes memory data) internal pure {
        assembly ("memory-safe") {
            return(add(data, 32), mload(data))
        }
    }

    function _transfer(address from, address to, uint256 amount) private {
        if (misbehaving) _misbehave(from, to, amount);
        else _move(from, to, amount);
        _answer(abi.encode(true));
    }
}
