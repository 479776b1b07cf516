package io.reprise.launcher.replay;

import io.reprise.launcher.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code reprise replay}. */
@Command(
    name = "replay",
    description = "Plans, starts, watches and proves replays.",
    subcommands = {
      PlanCommand.class,
      StartCommand.class,
      ListCommand.class,
      DescribeCommand.class,
      WatchCommand.class,
      ActCommand.Pause.class,
      ActCommand.Resume.class,
      ActCommand.Cancel.class,
      ActCommand.Retry.class,
      ThrottleCommand.class,
      ReceiptCommand.class,
      VerifyCommand.class,
      TargetsCommand.class,
    })
public final class ReplayCommand extends CommandGroup {}
