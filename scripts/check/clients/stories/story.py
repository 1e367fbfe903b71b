"""The README's five minutes, with a Python client generated from docs/openapi.json."""

import datetime
import json
import os
import time
import uuid

import openapi_client as trading
from openapi_client.rest import ApiException

API, STOCK = os.environ["API"], str(uuid.uuid4())


def signed_in(username, password):
    configuration = trading.Configuration(host=API)
    users = trading.UsersApi(trading.ApiClient(configuration))
    token = users.sign_in(trading.SignIn(username=username, password=password))
    configuration.access_token = token.access_token
    return trading.ApiClient(configuration)


def expect(actual, expected):
    assert actual == expected, f"got {actual} where {expected} was expected"


def until(read, is_so):
    for _ in range(100):
        value = read()
        if is_so(value):
            return value
        time.sleep(0.1)
    raise AssertionError(f"still {value}")


demo = signed_in("demo", os.environ["DEMO_PASSWORD"])
users, orders, stocks = trading.UsersApi(demo), trading.OrdersApi(demo), trading.StocksApi(demo)
market = trading.OperationsApi(signed_in("admin", os.environ["ADMIN_PASSWORD"]))


def tick(price, availability):
    now = datetime.datetime.now(datetime.timezone.utc).isoformat()
    market.publish_tick(
        {"stock_id": STOCK, "name": "Edita", "price": price, "availability": availability, "timestamp": now}
    )


# The demo user, the demo market, and a stock of our own.
before = users.get_user("me")
expect(len(stocks.list_stocks(limit=2).results), 2)
tick(20, 50)
until(lambda: [one.stock_id for one in stocks.list_stocks(limit=100).results], lambda ids: STOCK in ids)

# 50 are filled at once; the next tick that fits fills the rest, at its own price.
order = orders.place_buy("me", trading.PlaceBuy(stock_id=STOCK, total=100, upper_bound=20))
expect([order.status, order.filled, order.hold.remaining, order.closed_at], ["partially_filled", 50, 1000, None])
tick(19.5, 70)
order = until(lambda: orders.get_order("me", order.id), lambda now: now.status == "filled")
expect([order.average_fill_price, order.hold.released], [19.75, 25])
expect(orders.list_orders("me", status="closed", limit=1).results[0].id, order.id)
holding = next(one for one in users.get_user("me").stocks if one.stock_id == STOCK)
expect([holding.total_count, holding.average_price], [100, 19.75])

# To sell, and to think better of it.
sale = orders.place_sell("me", trading.PlaceSell(stock_id=STOCK, total=30, lower_bound=25))
expect(orders.cancel_order("me", sale.id).status, "canceled")

# Money moves once, however often the request is sent.
key = str(uuid.uuid4())
first, again = (
    users.deposit_with_http_info("me", trading.Transfer(amount=amount), idempotency_key=key) for amount in (0.1, 0.1)
)
expect(first.data.balance, again.data.balance)
expect({name.lower(): value for name, value in again.headers.items()}.get("idempotency-replayed"), "true")
expect(round(before.balance - 1975 + 0.1, 4), again.data.balance)

# What it can not do it says clearly.
try:
    users.withdraw("me", trading.Transfer(amount=1e9))
    raise AssertionError("a billion was withdrawn")
except ApiException as error:
    expect([error.status, json.loads(error.body)["code"]], [400, "insufficient_funds"])
