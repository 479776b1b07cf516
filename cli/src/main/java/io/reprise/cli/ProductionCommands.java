package io.reprise.cli;

import io.reprise.cli.archive.ArchiveCommand;
import io.reprise.cli.command.CommandProvider;
import io.reprise.cli.command.HelpSection;
import io.reprise.cli.command.ProvidedCommand;
import io.reprise.cli.config.ConfigCommand;
import io.reprise.cli.context.command.ContextCommand;
import io.reprise.cli.events.EventsCommand;
import io.reprise.cli.publish.PublishCommand;
import io.reprise.cli.rehydrate.RehydrateCommand;
import io.reprise.cli.replay.ReplayCommandGroup;
import io.reprise.cli.role.ArchiverRole;
import io.reprise.cli.role.CompactorRole;
import io.reprise.cli.role.IngestRole;
import io.reprise.cli.role.WorkerRole;
import io.reprise.cli.schemas.SchemasCommand;
import io.reprise.cli.snapshot.SnapshotCommand;
import io.reprise.cli.topics.TopicsCommand;
import java.util.List;
import java.util.stream.Stream;
import picocli.AutoComplete;

/**
 * The commands of a production installation: commands for operators and producers, and commands
 * that each run one service.
 */
public final class ProductionCommands implements CommandProvider {
  private static final List<Class<?>> OPERATION =
      List.of(
          PublishCommand.class,
          EventsCommand.class,
          ReplayCommandGroup.class,
          ArchiveCommand.class,
          SnapshotCommand.class,
          RehydrateCommand.class,
          TopicsCommand.class,
          SchemasCommand.class,
          ContextCommand.class,
          ConfigCommand.class);
  private static final List<Class<?>> SERVICES =
      List.of(IngestRole.class, WorkerRole.class, ArchiverRole.class, CompactorRole.class);

  @Override
  public List<ProvidedCommand> commands() {
    return Stream.of(
            OPERATION.stream().map(type -> new ProvidedCommand(HelpSection.OPERATION, type)),
            SERVICES.stream().map(type -> new ProvidedCommand(HelpSection.SERVICE, type)),
            Stream.of(
                new ProvidedCommand(HelpSection.SHELL, AutoComplete.GenerateCompletion.class)))
        .flatMap(commands -> commands)
        .toList();
  }
}
