package io.reprise.launcher;

import io.reprise.launcher.archive.ArchiveCommand;
import io.reprise.launcher.bench.BenchCommand;
import io.reprise.launcher.chaos.ChaosCommand;
import io.reprise.launcher.cli.CommandGroup;
import io.reprise.launcher.cli.Failures;
import io.reprise.launcher.demo.DemoCommand;
import io.reprise.launcher.dev.DevCommand;
import io.reprise.launcher.events.EventsCommand;
import io.reprise.launcher.publish.PublishCommand;
import io.reprise.launcher.rehydrate.RehydrateCommand;
import io.reprise.launcher.replay.ReplayCommand;
import io.reprise.launcher.role.ArchiverRole;
import io.reprise.launcher.role.BrokerRole;
import io.reprise.launcher.role.CompactorRole;
import io.reprise.launcher.role.DatabaseRole;
import io.reprise.launcher.role.IngestRole;
import io.reprise.launcher.role.RegistryRole;
import io.reprise.launcher.role.S3Role;
import io.reprise.launcher.role.WorkerRole;
import io.reprise.launcher.schemas.SchemasCommand;
import io.reprise.launcher.snapshot.SnapshotCommand;
import io.reprise.launcher.topics.TopicsCommand;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line's root. */
@Command(
    name = "reprise",
    description = "Publish events to Kafka, and play them again: exactly once, with a receipt.",
    subcommands = {
      DevCommand.class,
      DemoCommand.class,
      PublishCommand.class,
      EventsCommand.class,
      ReplayCommand.class,
      ArchiveCommand.class,
      SnapshotCommand.class,
      RehydrateCommand.class,
      TopicsCommand.class,
      SchemasCommand.class,
      ChaosCommand.class,
      BenchCommand.class,
      IngestRole.class,
      WorkerRole.class,
      ArchiverRole.class,
      CompactorRole.class,
      BrokerRole.class,
      RegistryRole.class,
      S3Role.class,
      DatabaseRole.class,
      AutoComplete.GenerateCompletion.class,
    },
    footer = {
      "",
      "Exit codes: 0 done, 1 failed, 2 usage, 3 refused, 4 not found, 5 unreachable.",
      "Data goes to stdout in the form of -o, everything else to stderr.",
      "Shell completion: source <(reprise generate-completion)",
    })
public final class Reprise extends CommandGroup {

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  /** Runs one command line and returns its exit code. */
  public static int run(String... arguments) {
    return new CommandLine(new Reprise())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedOptionsAllowed(false)
        .setExecutionExceptionHandler(new Failures())
        .setParameterExceptionHandler(Failures::usage)
        .execute(arguments);
  }
}
