# bank: accounts, transfers, interest and audit, as plain classes with invariants and an event log.
import sys
from collections import deque, namedtuple
from contextlib import contextmanager
from enum import Enum
from operator import attrgetter


class Kind(Enum):
    OPEN = "open"
    DEPOSIT = "deposit"
    WITHDRAW = "withdraw"
    TRANSFER = "transfer"
    INTEREST = "interest"
    REFUSED = "refused"

    @property
    def moves_money(self):
        return self not in (Kind.OPEN, Kind.REFUSED)


Event = namedtuple("Event", "day kind account amount note", defaults=("",))


class BankError(Exception):
    pass


class NoFunds(BankError):
    def __init__(self, account, wanted):
        super().__init__(f"{account.owner} has {account.balance}, wants {wanted}")
        self.missing = wanted - account.balance


class Account:
    rate = 0
    floor = 0

    def __init__(self, number, owner, balance=0):
        self.number, self.owner, self.balance = number, owner, balance

    def deposit(self, amount):
        if amount <= 0:
            raise BankError(f"bad amount {amount}")
        self.balance += amount

    def withdraw(self, amount):
        if self.balance - amount < self.floor:
            raise NoFunds(self, amount)
        self.balance -= amount

    def interest(self):
        return self.balance * self.rate // 10_000

    def __repr__(self):
        return f"<{type(self).__name__} {self.number} {self.owner} {self.balance}>"


class Savings(Account):
    rate = 25

    def __init__(self, *args, withdrawals=3, **keywords):
        super().__init__(*args, **keywords)
        self.left = withdrawals

    def withdraw(self, amount):
        if not self.left:
            raise BankError("no withdrawals left")
        super().withdraw(amount)
        self.left -= 1


class Credit(Account):
    floor = -50_000

    def interest(self):
        return self.balance * 150 // 10_000 if self.balance < 0 else 0


class Bank:
    KINDS = {"plain": Account, "savings": Savings, "credit": Credit}

    def __init__(self):
        self.accounts = {}
        self.events = []
        self.recent = deque(maxlen=5)
        self.day = 0
        self.outside = 0

    def log(self, kind, account, amount, note=""):
        event = Event(self.day, kind, account.number, amount, note)
        self.events.append(event)
        self.recent.append(event)

    def open(self, kind, owner, balance):
        account = self.KINDS[kind](len(self.accounts) + 1, owner, balance)
        self.accounts[account.number] = account
        self.outside -= balance
        self.log(Kind.OPEN, account, balance, kind)
        return account

    def deposit(self, number, amount):
        account = self.accounts[number]
        account.deposit(amount)
        self.outside -= amount
        self.log(Kind.DEPOSIT, account, amount)

    def withdraw(self, number, amount):
        account = self.accounts[number]
        account.withdraw(amount)
        self.outside += amount
        self.log(Kind.WITHDRAW, account, -amount)

    @contextmanager
    def atomically(self, *numbers):
        saved = {number: dict(vars(self.accounts[number])) for number in numbers}
        try:
            yield
        except BankError:
            for number, state in saved.items():
                vars(self.accounts[number]).update(state)
            raise

    def transfer(self, source, target, amount):
        with self.atomically(source, target):
            self.accounts[target].deposit(amount)
            self.accounts[source].withdraw(amount)
        self.log(Kind.TRANSFER, self.accounts[source], -amount, f"to {target}")
        self.log(Kind.TRANSFER, self.accounts[target], amount, f"from {source}")

    def end_day(self):
        self.day += 1
        if self.day % 30 == 0:
            for account in self.accounts.values():
                earned = account.interest()
                account.balance += earned
                self.outside -= earned
                if earned:
                    self.log(Kind.INTEREST, account, earned)

    def audit(self):
        balance = dict.fromkeys(self.accounts, 0)
        for event in self.events:
            if event.kind.moves_money or event.kind is Kind.OPEN:
                balance[event.account] += event.amount
        wrong = [number for number, value in balance.items() if value != self.accounts[number].balance]
        return wrong, sum(balance.values()) + self.outside


class Dice:
    def __init__(self, seed):
        self.state = seed

    def roll(self, low, high):
        self.state = (self.state * 214013 + 2531011) & 0x7FFFFFFF
        return low + (self.state >> 16) % (high - low + 1)


def live_a_day(bank, dice):
    for _ in range(5):
        source, target = dice.roll(1, 6), dice.roll(1, 6)
        action = (
            lambda: bank.deposit(source, dice.roll(0, 2000)),
            lambda: bank.withdraw(source, dice.roll(1, 5000)),
            lambda: bank.transfer(source, target, dice.roll(1, 9000)),
        )[dice.roll(0, 2)]
        try:
            action()
        except NoFunds as trouble:
            bank.log(Kind.REFUSED, bank.accounts[source], trouble.missing, str(trouble))
        except BankError as trouble:
            bank.log(Kind.REFUSED, bank.accounts[source], 0, str(trouble))
    bank.end_day()


def summary(bank):
    counts = {kind: 0 for kind in Kind}
    for event in bank.events:
        counts[event.kind] += 1
    return {kind.name: count for kind, count in counts.items()}


def main():
    days = int(sys.argv[1]) if len(sys.argv) > 1 else 700
    bank = Bank()
    kinds = ("plain", "savings", "credit", "plain", "savings", "credit")
    for owner, kind in zip("Ann Bob Cat Dan Eve Fay".split(), kinds):
        bank.open(kind, owner, 10_000 * len(bank.accounts))
    dice = Dice(11)
    for _ in range(days):
        live_a_day(bank, dice)
    for account in sorted(bank.accounts.values(), key=attrgetter("balance"), reverse=True):
        print(account)
    print(summary(bank), bank.audit())
    for event in bank.recent:
        print(*event)
    print(bank.recent[-1]._replace(note="edited"), Event._fields, Kind("open"), Kind["REFUSED"].moves_money)
    print(max(bank.events, key=lambda event: (event.amount, event.day)))


main()
