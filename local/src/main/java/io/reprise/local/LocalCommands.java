package io.reprise.local;

import io.reprise.cli.command.CommandProvider;
import io.reprise.cli.command.HelpSection;
import io.reprise.cli.command.ProvidedCommand;
import io.reprise.local.demo.DemoCommand;
import io.reprise.local.dev.DevCommand;
import io.reprise.local.role.BrokerRole;
import io.reprise.local.role.DatabaseRole;
import io.reprise.local.role.RegistryRole;
import io.reprise.local.role.S3Role;
import java.util.List;

/**
 * Adds commands for a developer's machine to the command line {@code reprise}: {@code dev}, {@code
 * demo}, and one command for each test server.
 */
public final class LocalCommands implements CommandProvider {
  @Override
  public List<ProvidedCommand> commands() {
    return List.of(
        new ProvidedCommand(HelpSection.FIRST_STEPS, "dev", DevCommand.class),
        new ProvidedCommand(HelpSection.FIRST_STEPS, "demo", DemoCommand.class),
        new ProvidedCommand(HelpSection.TEST_SERVER, "broker", BrokerRole.class),
        new ProvidedCommand(HelpSection.TEST_SERVER, "registry", RegistryRole.class),
        new ProvidedCommand(HelpSection.TEST_SERVER, "s3", S3Role.class),
        new ProvidedCommand(HelpSection.TEST_SERVER, "database", DatabaseRole.class));
  }
}
