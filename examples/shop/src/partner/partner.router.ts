import { Router } from 'express';
import { cachedPage } from '@shop/edge/page-cache';

export const partnerRouter = Router();

partnerRouter.get('/v1/pages/:path', async (request, response) => {
  const page = await cachedPage(request.params.path, request.headers['if-none-match'] ?? null);
  if (page === null) response.status(304).end();
  else response.type('html').send(page);
});

partnerRouter.get('/v1/status', (_request, response) => {
  response.json({ partner: 'ok' });
});

// planted: unversioned-route. Partners cannot be moved to a second form of the feed one by one.
partnerRouter.get('/feed', (_request, response) => {
  response.json([]);
});

// innocent twin: probes of the platform are no contract with clients.
partnerRouter.get('/healthz', (_request, response) => {
  response.send('ok');
});
