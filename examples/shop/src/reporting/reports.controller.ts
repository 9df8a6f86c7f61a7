import { Controller, Get, Query } from '@nestjs/common';
import { SalesReportService } from '@shop/reporting/sales-report.service';

@Controller({ path: 'reports', version: '1' })
export class ReportsController {
  constructor(private readonly report: SalesReportService) {}

  @Get('regions')
  async regions(@Query('day') day: string): Promise<readonly { region: string; revenueCents: string }[]> {
    const totals = await this.report.byRegion(day);
    return totals.map((total) => ({ region: total.region, revenueCents: total.revenueCents.toString() }));
  }
}
