import { Body, Controller, Get, Param, Patch } from '@nestjs/common';
import { CustomersService, type CustomerChange, type CustomerView } from '@shop/customers/customers.service';

@Controller({ path: 'customers', version: '1' })
export class CustomersController {
  constructor(private readonly customers: CustomersService) {}

  @Get(':id')
  find(@Param('id') id: string): Promise<CustomerView> {
    return this.customers.find(id);
  }

  @Patch(':id')
  change(@Param('id') id: string, @Body() change: CustomerChange): Promise<void> {
    return this.customers.change(id, change);
  }
}
