// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

/// @dev A small, correct token until it is told to misbehave; then every transfer is what the mock makes of it.
abstract contract MisbehavingToken {
    /// @dev The token's own refusal.
    error Misbehaved();

    struct Parties {
        address escrow;
        address renter;
        address payee;
        address treasury;
    }

    bool public misbehaving;
    /// @dev Calls back into the escrow that succeeded.
    uint256 public reentries;
    mapping(address owner => mapping(address spender => uint256)) internal _allowances;
    mapping(address account => uint256) internal _balances;
    Parties internal _parties;

    // What a test sets

    /// @dev Whom the mock may pick on.
    function meet(Parties calldata parties) external {
        _parties = parties;
    }

    function misbehave(bool on) external {
        misbehaving = on;
        _onSwitch(on);
    }

    /// @dev Calls to make from inside a transfer; of no use to most mocks.
    function arm(bytes[] calldata calls) external virtual {}

    function mint(address to, uint256 amount) external {
        _balances[to] += amount;
    }

    // What a test reads, however the token lies

    function heldBy(address account) public view virtual returns (uint256) {
        return _balances[account];
    }

    /// @dev The code is gone while it misbehaves; the test takes it away, as no contract can any more.
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

    /// @dev Declared without a result: the mock chooses which bytes come back.
    function transfer(address to, uint256 amount) external {
        _transfer(msg.sender, to, amount);
    }

    /// @dev Allowances are not used up.
    function transferFrom(address from, address to, uint256 amount) external {
        require(_allowances[from][msg.sender] >= amount, Misbehaved());
        _transfer(from, to, amount);
    }

    // What a mock says

    /// @dev The transfer while it misbehaves. Answers true unless it answers itself.
    function _misbehave(address from, address to, uint256 amount) internal virtual;

    function _onSwitch(bool on) internal virtual {}

    function _move(address from, address to, uint256 amount) internal {
        require(_balances[from] >= amount, Misbehaved());
        _balances[from] -= amount;
        _balances[to] += amount;
    }

    /// @dev Ends the call with exactly these bytes.
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
