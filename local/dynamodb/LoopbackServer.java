import java.io.IOException;
import java.lang.reflect.Field;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import software.amazon.dynamodb.services.local.main.ServerRunner;
import software.amazon.dynamodb.services.local.server.DynamoDBProxyServer;

/**
 * Starts DynamoDB Local on the loopback interface. By itself it listens on all of them and has no option for it, so the
 * address is set in its web server before that starts. Run from source by a JDK.
 */
public class LoopbackServer {
  public static void main(String[] arguments) throws Exception {
    DynamoDBProxyServer proxy = ServerRunner.createServerFromCommandLineArgs(arguments);
    Field field = DynamoDBProxyServer.class.getDeclaredField("server");
    field.setAccessible(true);
    Server server = (Server) field.get(proxy);
    for (Connector connector : server.getConnectors()) {
      ((ServerConnector) connector).setHost("127.0.0.1");
    }
    proxy.start();
    if (!server.isStarted()) {
      System.exit(1);
    }
    if (Boolean.getBoolean("groundwork.endWithInput")) {
      endWithInput();
    }
    System.out.println("Listening on the loopback interface");
    proxy.join();
  }

  /** Standard input is a pipe from the process that started this one: it ends when that does, however that ends. */
  private static void endWithInput() {
    Thread watch = new Thread(() -> {
      try {
        while (System.in.read() >= 0) {
        }
      } catch (IOException broken) {
        // As good as its end.
      }
      System.exit(0);
    });
    watch.setDaemon(true);
    watch.start();
  }
}
