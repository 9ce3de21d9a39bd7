import { projectsOf } from '../../../scripts/support/test-kinds';

test('LOCAL_DYNAMODB that names no way of starting it is refused', async () => {
  process.env.LOCAL_DYNAMODB = 'podman';

  await expect(projectsOf(['unit'])).rejects.toMatchObject({
    code: 'invalid-setting',
    message: 'LOCAL_DYNAMODB is "podman": set it to docker or to java, or not at all.',
  });
});
