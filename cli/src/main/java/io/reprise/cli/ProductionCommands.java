package io.reprise.cli;

import io.reprise.cli.acls.AclsCommand;
import io.reprise.cli.archive.ArchiveCommand;
import io.reprise.cli.audit.AuditCommand;
import io.reprise.cli.command.CommandProvider;
import io.reprise.cli.command.HelpSection;
import io.reprise.cli.command.ProvidedCommand;
import io.reprise.cli.compare.CompareCommand;
import io.reprise.cli.completion.CompleteCommand;
import io.reprise.cli.completion.CompletionCommand;
import io.reprise.cli.completion.GenerateCompletionCommand;
import io.reprise.cli.config.ConfigCommand;
import io.reprise.cli.context.command.ContextCommand;
import io.reprise.cli.doctor.DoctorCommand;
import io.reprise.cli.events.EventsCommand;
import io.reprise.cli.groups.GroupsCommand;
import io.reprise.cli.login.LoginCommand;
import io.reprise.cli.login.LogoutCommand;
import io.reprise.cli.mcp.McpCommand;
import io.reprise.cli.parked.ParkedCommand;
import io.reprise.cli.publish.PublishCommand;
import io.reprise.cli.rehydrate.RehydrateCommand;
import io.reprise.cli.replay.ApplyCommand;
import io.reprise.cli.replay.ApprovalsCommandGroup;
import io.reprise.cli.replay.RedriveCommand;
import io.reprise.cli.replay.ReplayCommandGroup;
import io.reprise.cli.role.ArchiverRole;
import io.reprise.cli.role.CompactorRole;
import io.reprise.cli.role.IngestRole;
import io.reprise.cli.role.WorkerRole;
import io.reprise.cli.schemas.SchemasCommand;
import io.reprise.cli.snapshot.SnapshotCommand;
import io.reprise.cli.status.StatusCommand;
import io.reprise.cli.token.TokenCommand;
import io.reprise.cli.topics.TopicsCommand;
import java.util.List;

/**
 * The commands of a production installation: commands for operators and producers, and commands
 * that each run one service.
 */
public final class ProductionCommands implements CommandProvider {
  @Override
  public List<ProvidedCommand> commands() {
    return List.of(
        new ProvidedCommand(HelpSection.OPERATION, "publish", PublishCommand.class),
        new ProvidedCommand(HelpSection.OPERATION, "events", EventsCommand.class),
        new ProvidedCommand(HelpSection.OPERATION, "replay", ReplayCommandGroup.class),
        new ProvidedCommand(HelpSection.OPERATION, "apply", ApplyCommand.class),
        new ProvidedCommand(HelpSection.OPERATION, "redrive", RedriveCommand.class),
        new ProvidedCommand(HelpSection.OPERATION, "compare", CompareCommand.class),
        new ProvidedCommand(HelpSection.OPERATION, "approvals", ApprovalsCommandGroup.class),
        new ProvidedCommand(HelpSection.OPERATION, "parked", ParkedCommand.class),
        new ProvidedCommand(HelpSection.OPERATION, "archive", ArchiveCommand.class),
        new ProvidedCommand(HelpSection.OPERATION, "snapshot", SnapshotCommand.class),
        new ProvidedCommand(HelpSection.OPERATION, "rehydrate", RehydrateCommand.class),
        new ProvidedCommand(HelpSection.OPERATION, "topics", TopicsCommand.class),
        new ProvidedCommand(HelpSection.OPERATION, "groups", GroupsCommand.class),
        new ProvidedCommand(HelpSection.OPERATION, "schemas", SchemasCommand.class),
        new ProvidedCommand(HelpSection.OPERATION, "context", ContextCommand.class),
        new ProvidedCommand(HelpSection.OPERATION, "config", ConfigCommand.class),
        new ProvidedCommand(HelpSection.OPERATION, "login", LoginCommand.class),
        new ProvidedCommand(HelpSection.OPERATION, "logout", LogoutCommand.class),
        new ProvidedCommand(HelpSection.OPERATION, "token", TokenCommand.class),
        new ProvidedCommand(HelpSection.OPERATION, "audit", AuditCommand.class),
        new ProvidedCommand(HelpSection.OPERATION, "acls", AclsCommand.class),
        new ProvidedCommand(HelpSection.OPERATION, "doctor", DoctorCommand.class),
        new ProvidedCommand(HelpSection.OPERATION, "status", StatusCommand.class),
        new ProvidedCommand(HelpSection.OPERATION, "mcp", McpCommand.class),
        new ProvidedCommand(HelpSection.SERVICE, "ingest", IngestRole.class),
        new ProvidedCommand(HelpSection.SERVICE, "worker", WorkerRole.class),
        new ProvidedCommand(HelpSection.SERVICE, "archiver", ArchiverRole.class),
        new ProvidedCommand(HelpSection.SERVICE, "compactor", CompactorRole.class),
        new ProvidedCommand(HelpSection.OPERATION, "complete", CompleteCommand.class),
        new ProvidedCommand(HelpSection.SHELL, "help", HelpCommand.class),
        new ProvidedCommand(HelpSection.SHELL, "completion", CompletionCommand.class),
        new ProvidedCommand(
            HelpSection.SHELL, "generate-completion", GenerateCompletionCommand.class));
  }
}
