package io.reprise.trials;

import io.reprise.cli.command.CommandProvider;
import io.reprise.cli.command.HelpSection;
import io.reprise.cli.command.ProvidedCommand;
import io.reprise.trials.bench.BenchCommand;
import io.reprise.trials.chaos.ChaosCommand;
import io.reprise.trials.soak.SoakCommand;
import java.util.List;

/**
 * Adds three commands to the command line {@code reprise}: {@code bench} measures Reprise, {@code
 * chaos} tests it while faults are injected, and {@code soak} runs it for a long time.
 */
public final class TrialCommands implements CommandProvider {
  @Override
  public List<ProvidedCommand> commands() {
    return List.of(
        new ProvidedCommand(HelpSection.TRIAL, "chaos", ChaosCommand.class),
        new ProvidedCommand(HelpSection.TRIAL, "soak", SoakCommand.class),
        new ProvidedCommand(HelpSection.TRIAL, "bench", BenchCommand.class));
  }
}
