package io.reprise.replay.target.jdbc;

import io.reprise.replay.target.TargetConfig;
import io.reprise.store.plugin.PluginDirectory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.HashSet;
import java.util.Properties;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Finds the drivers of databases. Reprise has that of PostgreSQL; an operator puts others into a
 * directory. The drivers in a directory are registered once, and stay so until this process ends.
 * Thread-safe.
 */
final class DatabaseDrivers {
  private static final Set<Path> LOADED = new HashSet<>();

  private DatabaseDrivers() {}

  /**
   * Requires a driver for the URL of a target.
   *
   * @throws IllegalArgumentException if there is none; the message says what to do
   */
  static void require(String target, TargetConfig.Jdbc config, SqlDialect dialect) {
    try {
      if (config.driverDirectory() != null) {
        load(config.driverDirectory());
      }
      var unused = DriverManager.getDriver(config.url());
    } catch (SQLException e) {
      throw new IllegalArgumentException(
          "target '%s': there is no driver for %s: put the jar of its JDBC driver into a directory, and set driverDirectory"
              .formatted(target, dialect.database()),
          e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("target '%s': %s".formatted(target, e.getMessage()), e);
    }
  }

  private static synchronized void load(Path directory) throws SQLException {
    if (LOADED.add(directory.toAbsolutePath().normalize())) {
      for (var driver : ServiceLoader.load(Driver.class, PluginDirectory.loader(directory))) {
        DriverManager.registerDriver(new LoadedDriver(driver));
      }
    }
  }

  /**
   * Passes all calls on to a driver from a directory. {@link DriverManager} uses only drivers whose
   * class its caller can load. The caller can load this class, but not that of the driver.
   */
  private record LoadedDriver(Driver driver) implements Driver {
    @Override
    public @Nullable Connection connect(String url, Properties info) throws SQLException {
      return driver.connect(url, info);
    }

    @Override
    public boolean acceptsURL(String url) throws SQLException {
      return driver.acceptsURL(url);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) throws SQLException {
      return driver.getPropertyInfo(url, info);
    }

    @Override
    public int getMajorVersion() {
      return driver.getMajorVersion();
    }

    @Override
    public int getMinorVersion() {
      return driver.getMinorVersion();
    }

    @Override
    public boolean jdbcCompliant() {
      return driver.jdbcCompliant();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
      return driver.getParentLogger();
    }
  }
}
