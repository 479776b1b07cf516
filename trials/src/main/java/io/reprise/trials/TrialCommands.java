package io.reprise.trials;

import io.reprise.cli.command.CommandProvider;
import io.reprise.cli.command.HelpSection;
import io.reprise.cli.command.ProvidedCommand;
import io.reprise.trials.bench.BenchCommand;
import io.reprise.trials.chaos.ChaosCommand;
import java.util.List;

/**
 * Adds two commands to the command line {@code reprise}: {@code bench} measures Reprise, and {@code
 * chaos} tests it while faults are injected.
 */
public final class TrialCommands implements CommandProvider {
  @Override
  public List<ProvidedCommand> commands() {
    return List.of(
        new ProvidedCommand(HelpSection.TRIAL, "chaos", ChaosCommand.class),
        new ProvidedCommand(HelpSection.TRIAL, "bench", BenchCommand.class));
  }
}
