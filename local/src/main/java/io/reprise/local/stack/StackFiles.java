package io.reprise.local.stack;

import io.reprise.embedded.EmbeddedS3;
import io.reprise.local.process.JvmProfile;
import io.reprise.local.process.ServiceLaunch;
import io.reprise.runtime.config.ConfigFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The directory of a stack, with the subdirectories {@code config/}, {@code data/} and {@code
 * logs/}.
 */
final class StackFiles {
  /** Environment variables with the credentials of the embedded S3 server. */
  private static final Map<String, String> CREDENTIALS =
      Map.of(
          "AWS_ACCESS_KEY_ID", EmbeddedS3.ACCESS_KEY,
          "AWS_SECRET_ACCESS_KEY", EmbeddedS3.SECRET_KEY);

  private static final String HEADER =
      "# Written at every start of the service: changes to this file are lost. What you add to"
          + " `reprise dev` belongs in dev.yaml.\n";

  private final Path directory;
  private final JvmProfile profile;

  StackFiles(Path directory, JvmProfile profile) {
    this.directory = directory;
    this.profile = profile;
    try {
      Files.createDirectories(directory.resolve("config"));
      Files.createDirectories(directory.resolve("data"));
      Files.createDirectories(directory.resolve("logs"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create " + directory, e);
    }
  }

  /**
   * Sets the S3 server's credentials as system properties, for clients in this process. Services in
   * other processes receive the credentials in their environment.
   */
  static void takeOnCredentials() {
    System.setProperty("aws.accessKeyId", EmbeddedS3.ACCESS_KEY);
    System.setProperty("aws.secretAccessKey", EmbeddedS3.SECRET_KEY);
  }

  Path data(String name) {
    return directory.resolve("data").resolve(name);
  }

  /**
   * Writes a service's configuration file, and returns the settings with which the service's
   * process is started.
   */
  ServiceLaunch launch(String name, String role, Record config, String heap) {
    return launch(name, role, config, heap, List.of("--end-with-parent"));
  }

  ServiceLaunch launch(
      String name, String role, Record config, String heap, List<String> arguments) {
    var file = directory.resolve("config").resolve(name + ".yaml");
    try {
      ConfigFile.write(file, config);
      Files.writeString(file, HEADER + Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
    return new ServiceLaunch(
        name,
        role,
        file,
        directory.resolve("logs").resolve(name + ".log"),
        heap,
        profile,
        profile.classData(),
        arguments,
        CREDENTIALS,
        System.getProperty("java.class.path"));
  }
}
