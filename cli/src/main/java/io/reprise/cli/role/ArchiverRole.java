package io.reprise.cli.role;

import io.reprise.archiver.ArchiverConfig;
import io.reprise.archiver.ArchiverService;
import io.reprise.runtime.config.ConfigFile;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** Implements {@code reprise archiver}. */
@Command(
    name = "archiver",
    description =
        "Runs one archiver, which copies events to the object store and trims them from Kafka. S3"
            + " credentials come from the environment variables and files that AWS tools read.")
public final class ArchiverRole extends ServiceRole {
  @Override
  protected String name() {
    return "archiver";
  }

  @Override
  protected Started start(Path file) {
    var archiver = ArchiverService.start(ConfigFile.read(file, ArchiverConfig.class), this::fail);
    return new Started(archiver.uri().toString(), archiver);
  }
}
