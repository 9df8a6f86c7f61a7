import { Controller, Get, VERSION_NEUTRAL } from '@nestjs/common';

// innocent twin: unversioned-route stays silent, the controller says that it is version-neutral.
@Controller({ path: 'health', version: VERSION_NEUTRAL })
export class HealthController {
  @Get()
  check(): { status: string } {
    return { status: 'ok' };
  }
}
