package io.reprise.local.role;

import io.reprise.cli.role.ServiceRole;
import io.reprise.embedded.EmbeddedS3;
import io.reprise.runtime.config.ConfigFile;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/** Implements {@code reprise s3}. */
@Command(name = "s3", description = "Runs an S3 server on this machine, for development and tests.")
public final class S3Role extends ServiceRole {

  /**
   * The configuration of an S3 server.
   *
   * @param directory directory of the server's buckets
   * @param port loopback port of the server
   */
  public record S3Config(Path directory, int port) {}

  @Override
  protected String name() {
    return "s3";
  }

  @Override
  protected Started start(Path file) {
    var config = ConfigFile.read(file, S3Config.class);
    var s3 = EmbeddedS3.start(config.directory(), config.port());
    return new Started(s3.uri().toString(), s3);
  }
}
