package io.reprise.cli.rehydrate;

import io.reprise.cli.command.CommandFailure;
import io.reprise.cli.command.ExitCode;
import io.reprise.rehydrate.read.LogStalledException;
import io.reprise.rehydrate.read.TailMissingException;
import io.reprise.rehydrate.report.ModelsDifferException;
import io.reprise.rehydrate.report.RehydrationRefusedException;
import io.reprise.rehydrate.target.TargetRefusedException;
import io.reprise.rehydrate.target.TargetUnavailableException;
import io.reprise.schemas.registry.RegistryUnreachableException;
import io.reprise.store.facts.TopicNotFoundException;
import io.reprise.store.object.store.ObjectStoreException;
import io.reprise.store.snapshot.UnusableSnapshotsException;

/** Maps each exception of a rehydration to the exit code of the command. */
final class Refusals {
  private Refusals() {}

  static RuntimeException asFailure(RuntimeException e) {
    if (e instanceof CommandFailure) {
      return e;
    }
    if (e instanceof TopicNotFoundException) {
      return as(ExitCode.NOT_FOUND, e);
    }
    if (e instanceof RehydrationRefusedException
        || e instanceof ModelsDifferException
        || e instanceof TargetRefusedException
        || e instanceof TailMissingException
        || e instanceof UnusableSnapshotsException) {
      return as(ExitCode.REFUSED, e);
    }
    if (e instanceof TargetUnavailableException
        || e instanceof LogStalledException
        || e instanceof ObjectStoreException
        || e instanceof RegistryUnreachableException) {
      return as(ExitCode.UNREACHABLE, e);
    }
    return e instanceof IllegalArgumentException ? as(ExitCode.USAGE, e) : e;
  }

  private static CommandFailure as(ExitCode code, RuntimeException e) {
    return new CommandFailure(code, String.valueOf(e.getMessage()), e);
  }
}
