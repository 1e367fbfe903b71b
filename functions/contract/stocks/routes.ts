import { datesQuery, listOf } from '../lists';
import { nothing, stockPath } from '../paths';
import { defineRoute, type Route } from '../route';
import * as answers from './answers';
import * as requests from './requests';

export const stocksRoutes = {
  'list-stocks': defineRoute({
    method: 'GET',
    path: '/stocks',
    access: 'signed-in',
    tag: 'Stocks',
    summary: 'List stocks by name',
    request: { path: nothing, query: requests.stocksQuery },
    success: { status: 200, body: listOf(answers.stockSummary), description: 'A page of stocks.' },
    problems: ['invalid_cursor'],
  }),
  'list-sparklines': defineRoute({
    method: 'GET',
    path: '/stocks/sparklines',
    access: 'signed-in',
    tag: 'Stocks',
    summary: 'Get the latest closes of several stocks, for small charts',
    request: { path: nothing, query: requests.sparklinesQuery },
    success: {
      status: 200,
      body: answers.sparklines,
      description: 'One for each stock that exists, in no particular order.',
      maxAgeSeconds: 30,
    },
    problems: [],
  }),
  'get-stock': defineRoute({
    method: 'GET',
    path: '/stocks/{stock_id}',
    access: 'signed-in',
    tag: 'Stocks',
    summary: 'Get a stock with its statistics, latest ticks and latest fills, of all time or of a range',
    request: { path: stockPath, query: datesQuery },
    success: {
      status: 200,
      body: answers.stockPage,
      description: 'The stock. For a range without ticks, the figures are null and the lists are empty.',
    },
    problems: ['stock_not_found'],
  }),
  'list-candles': defineRoute({
    method: 'GET',
    path: '/stocks/{stock_id}/candles',
    access: 'signed-in',
    tag: 'Stocks',
    summary: "List a stock's candles, newest first",
    request: { path: stockPath, query: requests.candlesQuery },
    success: {
      status: 200,
      body: listOf(answers.candle),
      description: 'A page of candles that start within the dates, including the open one.',
    },
    problems: ['stock_not_found', 'invalid_cursor'],
  }),
  'list-ticks': defineRoute({
    method: 'GET',
    path: '/stocks/{stock_id}/ticks',
    access: 'signed-in',
    tag: 'Stocks',
    summary: "List a stock's ticks, newest first",
    request: { path: stockPath, query: requests.ticksQuery },
    success: { status: 200, body: listOf(answers.tick), description: 'A page of ticks.' },
    problems: ['stock_not_found', 'invalid_cursor'],
  }),
  'list-stock-transactions': defineRoute({
    method: 'GET',
    path: '/stocks/{stock_id}/transactions',
    access: 'signed-in',
    tag: 'Stocks',
    summary: "List a stock's fills, newest first",
    request: { path: stockPath, query: requests.ticksQuery },
    success: {
      status: 200,
      body: listOf(answers.stockTransaction),
      description: 'A page of fills. Only their owners and administrators see whose they are.',
    },
    problems: ['stock_not_found', 'invalid_cursor'],
  }),
} satisfies Record<string, Route>;
