package io.reprise.cli.replay;

import io.reprise.cli.command.CommandGroup;
import io.reprise.cli.command.Subcommands;
import picocli.CommandLine.Command;

/** Implements {@code reprise replay}. */
@Command(name = "replay", description = "Plans, starts, controls and verifies replays.")
@Subcommands({
  ReplayPlanCommand.class,
  ReplayStartCommand.class,
  ReplayStartPlannedCommand.class,
  ReplayListCommand.class,
  ReplayDescribeCommand.class,
  ReplayWatchCommand.class,
  ReplayActionCommand.Pause.class,
  ReplayActionCommand.Resume.class,
  ReplayActionCommand.Cancel.class,
  ReplayActionCommand.Retry.class,
  ReplayThrottleCommand.class,
  ReplayReceiptCommand.class,
  ReplayVerifyCommand.class,
  ReplayTargetsCommand.class
})
public final class ReplayCommandGroup extends CommandGroup {}
