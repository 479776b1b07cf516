package io.reprise.cli.snapshot;

import io.reprise.cli.command.ExitCode;
import io.reprise.cli.command.LeafCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Implements {@code reprise snapshot get}. */
@Command(name = "get", description = "Prints the snapshot of one key as JSON.")
final class SnapshotGetCommand extends LeafCommand {
  @Mixin private CompactorOption compactor = new CompactorOption();
  @Mixin private ReducerOption reducer = new ReducerOption();

  @Option(
      names = "--key",
      required = true,
      paramLabel = "K",
      description = "The key, as UTF-8 text.")
  private String key = "";

  @Override
  protected ExitCode run() {
    output().document(compactor.client().snapshot(reducer.topic(), reducer.id().toString(), key));
    return ExitCode.DONE;
  }
}
