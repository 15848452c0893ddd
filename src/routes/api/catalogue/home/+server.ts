import { endpoint } from '$lib/server/http';

export const GET = endpoint(async ({ locals: { app } }) => Response.json(await app.window.home()));
