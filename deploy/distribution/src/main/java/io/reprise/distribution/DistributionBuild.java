package io.reprise.distribution;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The program that makes both distributions, called by the build after all modules are packaged.
 *
 * @param checkout the root of the checkout
 * @param version the version of Reprise
 */
public record DistributionBuild(Path checkout, String version) {
  /**
   * Makes the distributions in this module's directory {@code target}.
   *
   * @param arguments the root of the checkout, the version, and the time of all files
   */
  public static void main(String[] arguments) throws IOException {
    var build = new DistributionBuild(Path.of(arguments[0]).toRealPath(), arguments[1]);
    var tar = new ReproducibleTar(Instant.parse(arguments[2]));
    build.write(tar, "reprise-", build.production());
    build.write(tar, "reprise-dev-", build.development());
  }

  private void write(ReproducibleTar tar, String prefix, DistributionFiles entries)
      throws IOException {
    var name = prefix + version;
    tar.write(module().resolve("target").resolve(name + ".tar.gz"), name, entries);
  }

  /** Returns the files of services and command line. */
  DistributionFiles production() throws IOException {
    var entries = withoutJars();
    var sbom = module().resolve("target/sbom.json");
    if (Files.exists(sbom)) {
      entries.add("sbom.json", sbom);
    }
    entries.addClassPath("lib/class-path", classPath(module().resolve("target/class-path")));
    return entries;
  }

  /** Returns the files of an installation that also has the embedded servers and the trials. */
  DistributionFiles development() throws IOException {
    var entries = withoutJars();
    var jars = new ArrayList<>(List.of(checkout.resolve("trials/target/reprise-trials.jar")));
    jars.addAll(classPath(checkout.resolve("trials/target/class-path")));
    entries.addClassPath("lib/class-path", jars);
    entries.addClassPath(
        "lib/peers-class-path", classPath(checkout.resolve("trials/peers/target/class-path")));
    var servers = checkout.resolve("embedded/servers");
    entries.add("servers/s3/logback.xml", servers.resolve("s3/logback.xml"));
    for (var programs : List.of("s3/target/lib", "registry/target/app")) {
      entries.addTree("servers/" + programs, servers.resolve(programs));
    }
    return entries;
  }

  private DistributionFiles withoutJars() {
    var entries = new DistributionFiles();
    var files = module().resolve("src/main/files");
    entries.addProgram("bin/reprise", files.resolve("bin/reprise"));
    entries.addProgram("bin/prepare-starts", files.resolve("bin/prepare-starts"));
    entries.add("lib/launch.sh", files.resolve("lib/launch.sh"));
    entries.add("LICENSE", checkout.resolve("LICENSE"));
    entries.add("CHANGELOG.md", checkout.resolve("CHANGELOG.md"));
    return entries;
  }

  private static List<Path> classPath(Path file) throws IOException {
    return Stream.of(Files.readString(file).strip().split(File.pathSeparator))
        .map(Path::of)
        .toList();
  }

  private Path module() {
    return checkout.resolve("deploy/distribution");
  }
}
